// Package rules compiles rule packs, YAML files with expressions, into rule sets for the engine.
package rules
