package main

func writePaper(folder string, all []*figures) error { return nil }
