// Package config is the configuration of one run of jixiao: a single struct,
// read once at the start by the command line and by nobody else. Every other
// room receives plain values.
//
// A value comes from one of four layers, a later one winning:
//
//	defaults < file (jixiao.yaml) < environment (JIXIAO_*) < flags
//
// The file is jixiao.yaml in the working directory if there is one, or the
// file named by --config, which must exist:
//
//	db: data/2026.db
//	lang: zh
//	year: 2026
//	department: 青岚县文化和旅游局
//	by: 沈知秋
//	rules:
//	  pack: mof-2020
//	  packs:
//	    - {year: 2025, pack: mof-2021}
//	    - {year: 2025, kind: 其他一次性项目, pack: city-caps-2022}
//	  dir: rules.d
//	  set:
//	    partly_from: 0.70
//	report:
//	  formats: [xlsx, html]
//	  out: out
//	import:
//	  max_file_mb: 64
//	log:
//	  format: text
//	quiet: false
//	json: false
//
// The environment says the same with the dots as underscores: JIXIAO_DB,
// JIXIAO_REPORT_FORMATS=xlsx,html, JIXIAO_RULES_SET="partly_from=0.70;reverse=linear".
// An environment variable that is set but blank counts as not set. A key of
// the file that stands without any value (`db:`) is not set either, while `""`
// is a blank value and is judged as one. Relative paths are relative to the
// working directory, whatever folder the file lies in.
//
// Everything wrong in any layer comes back at once as [*Problems]: codes and
// arguments, no sentences. A wrong value is reported even where a higher layer
// replaces it, because it would break the next run that lacks that flag.
//
// # Decisions
//
// 2026-11-22: One registry of settings (settings.go). Default, environment
// name, flag name, validation, secrecy and the dump of `jixiao config` are all
// read from it, so that no two lists have to agree.
//
// 2026-11-22: The file is decoded by a codec of our own, handed to viper with
// WithCodecRegistry, which keeps every scalar as the text that stands in the
// file. Viper's own codec makes 0.7 of 0.70 and 8 of 010, and a threshold of a
// rule must not change its digits on the way to the exact arithmetic. The
// codec reads go.yaml.in/yaml/v4 nodes, so this room is a second place, beside
// rules, where a YAML library may be imported; nodes also give the line of each
// key, unknown keys, and keys given twice, none of which viper reports.
//
// 2026-11-22: Names under rules.set are parameters of a pack and keep their
// case and their dots; viper would lower-case and split them. The codec
// therefore hands that one subtree over as a list of values and not as a map.
// Parameters are merged one by one over the layers: a flag for one of them
// leaves the others of the file in force.
//
// 2026-11-25: Which pack judges which year and kind of project is a list
// (rules.packs) and stands in the file only: a list of entries has no readable
// form in an environment variable. Two entries for the same year and kind are
// refused with both lines. A pack that is named on the command line or in the
// environment counts for everything, and the list then for nothing: whoever
// names a pack means it.
//
// 2026-11-22: The environment is asked through Options.Getenv instead of
// viper's BindEnv, which reads the process: the result of Load depends on its
// arguments and on the file only.
//
// 2026-11-22: Aliases, anchors' merges and several documents in the file are
// refused. Ten settings have no use for them, and refusing them leaves nothing
// that can grow while it is read.
package config
