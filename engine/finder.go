package engine

// Finder finds places in a list by a key that occurs once in it. What is looked for comes in the order of the list as a rule, often several
// times in a row, so that the place last found or the one after it is tried first; an index is made only where that fails. The zero value
// has an empty list.
type Finder[K comparable] struct {
	count int
	key   func(int) K
	last  int
	index map[K]int // empty until it is needed
}

// Begin takes another list: its length, and the key at each place.
func (f *Finder[K]) Begin(count int, key func(int) K) {
	f.count, f.key, f.last = count, key, 0
	clear(f.index)
}

// Find returns the place of a key; not found where the list does not have it.
func (f *Finder[K]) Find(key K) (at int, found bool) {
	for at = f.last; at < min(f.last+2, f.count); at++ {
		if f.key(at) == key {
			f.last = at
			return at, true
		}
	}
	if len(f.index) == 0 {
		f.makeIndex()
	}
	if at, found = f.index[key]; found {
		f.last = at
	}
	return at, found
}

func (f *Finder[K]) makeIndex() {
	if f.index == nil {
		f.index = make(map[K]int, f.count)
	}
	for i := range f.count {
		f.index[f.key(i)] = i
	}
}
