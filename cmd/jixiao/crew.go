package main

import "sync"

// crew does pieces of work at the same time, a few at once, and stops taking more after the first that failed.
type crew struct {
	places chan struct{}
	work   sync.WaitGroup
	lock   sync.Mutex
	err    error
}

func newCrew(size int) *crew { return &crew{places: make(chan struct{}, size)} }

// do starts a piece of work once a place is free. It returns false, and starts nothing, once a piece has failed.
func (c *crew) do(piece func() error) bool {
	c.places <- struct{}{}
	c.lock.Lock()
	stopped := c.err != nil
	c.lock.Unlock()
	if stopped {
		<-c.places
		return false
	}
	c.work.Go(func() {
		defer func() { <-c.places }()
		if err := piece(); err != nil {
			c.lock.Lock()
			defer c.lock.Unlock()
			if c.err == nil {
				c.err = err
			}
		}
	})
	return true
}

// wait waits for all that was started and returns the first failure.
func (c *crew) wait() error {
	c.work.Wait()
	return c.err
}
