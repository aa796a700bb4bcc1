package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// wordBook is the words that were read so far, by their numbers from 1. Words are never changed or removed and their numbers
// have no gaps, so what was read once stays right.
type wordBook struct {
	mutex   sync.Mutex
	words   []string
	numbers map[string]int64 // of the words, as far as somebody asked for a number
}

// number returns the number of a word, where that was read already; 0 where not.
func (b *wordBook) number(text string) int64 {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.numbers == nil {
		b.numbers = make(map[string]int64, len(b.words))
	}
	for i := len(b.numbers); i < len(b.words); i++ {
		b.numbers[b.words[i]] = int64(i + 1)
	}
	return b.numbers[text]
}

// upToDate returns all words that are stored and committed now. A caller that first decides which rows it reads, and then calls
// this, finds every word of those rows.
func (b *wordBook) upToDate(q querier) ([]string, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	err := each(q, `SELECT pk, text FROM word WHERE pk > ?1 ORDER BY pk`, []any{len(b.words)}, func(rows *sql.Rows) error {
		var pk int
		var text string
		if err := rows.Scan(&pk, &text); err != nil {
			return err
		}
		if pk != len(b.words)+1 {
			return &damage{"a word"}
		}
		b.words = append(b.words, text)
		return nil
	})
	return b.words[:len(b.words):len(b.words)], err
}

// withWords reads inside one transaction, so that no row is newer than the words that it names by number.
func (s *Store) withWords(ctx context.Context, doing string, read func(q querier, words []string) error) error {
	conn, err := s.reader.Conn(ctx)
	if err != nil {
		return s.fail(doing, err)
	}
	defer conn.Close()
	tx, err := s.beginOn(conn, `BEGIN`)
	if err != nil {
		return s.fail(doing, err)
	}
	defer tx.rollback() // nothing was written
	words, err := s.words.upToDate(tx)
	if err == nil {
		err = read(tx, words)
	}
	return s.fail(doing, err)
}

// wordWriter numbers words inside one transaction.
type wordWriter struct {
	tx    *transaction
	known map[string]int64
}

func newWordWriter(tx *transaction) *wordWriter { return &wordWriter{tx, map[string]int64{}} }

func (w *wordWriter) number(text string) (int64, error) {
	if pk, found := w.known[text]; found {
		return pk, nil
	}
	pk, err := w.tx.book.number(text), error(nil)
	if pk == 0 {
		err = w.tx.QueryRow(`SELECT pk FROM word WHERE text = ?1`, text).Scan(&pk)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = w.tx.QueryRow(`INSERT INTO word (text) VALUES (?1) RETURNING pk`, text).Scan(&pk)
	}
	if err != nil {
		return 0, err
	}
	w.known[text] = pk
	return pk, nil
}

// numbers numbers several words.
func (w *wordWriter) numbers(texts ...string) ([]int64, error) {
	list := make([]int64, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = w.number(text); err != nil {
			return nil, err
		}
	}
	return list, nil
}
