package sqlite

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Manifest says what a backup is of. It stands as JSON beside the backup, whose name it has with .json behind it.
type Manifest struct {
	Format   string         `json:"format"` // manifestFormat
	Database string         `json:"database"`
	File     string         `json:"file"`
	Size     int64          `json:"size"`   // bytes
	SHA256   string         `json:"sha256"` // of the file's bytes
	Digest   string         `json:"digest"` // of everything in the database, whatever its pages are like
	Schema   int64          `json:"schema"` // version of the tables
	Engine   string         `json:"engine"` // version of the scoring code
	SQLite   string         `json:"sqlite"`
	Years    []ManifestYear `json:"years"`
	By       string         `json:"by"`
	Made     string         `json:"made"` // RFC 3339
}

// ManifestYear is one year of a backup. Withdrawn projects are counted, and so are interrupted runs; NewestRun is the number of the newest
// finished one, 0 where there is none.
type ManifestYear struct {
	Year      int   `json:"year"`
	Projects  int   `json:"projects"`
	Runs      int   `json:"runs"`
	NewestRun int64 `json:"newest_run"`
}

// manifestFormat marks a manifest.
const manifestFormat = "jixiao-backup-1"

// manifestEnd is what the name of a manifest has behind the name of its backup.
const manifestEnd = ".json"

// mostManifest is the size in bytes above which a file is no manifest.
const mostManifest = 1 << 20

// readManifest reads the manifest of a backup, nil where there is none.
func readManifest(backup string) (*Manifest, error) {
	path := backup + manifestEnd
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostManifest))
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, &Error{CodeManifest, path, err}
	}
	if m.Format != manifestFormat {
		return nil, &Error{CodeManifest, path, fmt.Errorf("its format is %q", m.Format)}
	}
	return &m, nil
}

// draftManifest writes the manifest of a backup under the name of a draft, and returns that name.
func draftManifest(backup string, m *Manifest) (draft string, err error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return "", err
	}
	draft = backup + manifestEnd + draftEnd
	if err = os.WriteFile(draft, text.Bytes(), 0o666); err == nil {
		err = syncFile(draft)
	}
	if err != nil {
		os.Remove(draft)
	}
	return draft, err
}

// fileDigest returns the SHA-256 of a file's bytes, in hexadecimal digits, and how many there are.
func fileDigest(path string) (digest string, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), size, err
}

// GoodBackup is a backup that has the bytes that its manifest says.
type GoodBackup struct {
	Path string
	Manifest
}

// NewestBackup returns the newest good backup of a database among the files in its folder, nil where there is none. A backup counts where its
// manifest names the database and its bytes are the manifest's; of two of the same time, the name decides.
func NewestBackup(path string) (*GoodBackup, error) {
	path, err := Resolve(path)
	if err != nil {
		return nil, fail(path, "look for backups", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, fail(path, "look for backups", err)
	}
	var found []*GoodBackup
	for _, entry := range entries {
		name, is := strings.CutSuffix(entry.Name(), manifestEnd)
		if !is {
			continue
		}
		backup := filepath.Join(filepath.Dir(path), name)
		m, err := readManifest(backup)
		if err == nil && m != nil && m.Database == filepath.Base(path) {
			found = append(found, &GoodBackup{backup, *m})
		}
	}
	slices.SortFunc(found, func(a, b *GoodBackup) int {
		return strings.Compare(b.Made+"\x00"+b.Path, a.Made+"\x00"+a.Path)
	})
	for _, backup := range found {
		if digest, size, err := fileDigest(backup.Path); err == nil && digest == backup.SHA256 && size == backup.Size {
			return backup, nil
		}
	}
	return nil, nil
}
