#!/bin/sh
# look.sh DIR: draws every page of the forms below DIR as a picture beside them, for a person to look at: NAME.FORMAT-PAGE.png. Workbooks
# and documents are drawn by LibreOffice, pages by Chromium, as they would be printed. Markdown has no pages and is left alone.
set -eu
[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: look.sh DIR" >&2; exit 2; }
office=$(command -v soffice || command -v libreoffice || true)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
lacking=0
lack() { echo "missing: $1; install it with: apt-get install $2" >&2; lacking=1; }
[ -n "$office" ] || lack LibreOffice "libreoffice-calc libreoffice-writer"
[ -n "$browser" ] || lack Chromium chromium
command -v pdftoppm >/dev/null || lack pdftoppm poppler-utils
fc-list :lang=zh 2>/dev/null | grep -q . || lack "a Chinese font" fonts-noto-cjk
[ "$lacking" -eq 0 ] || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printed() { # the path of a file's printed form
	case $1 in
	*.pdf) cp "$1" "$work/page.pdf" ;;
	*.html)
		"$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/browser" \
			--print-to-pdf="$work/page.pdf" "file://$(cd "$(dirname "$1")" && pwd)/$(basename "$1")" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; } ;;
	*)
		cp "$1" "$work/page.${1##*.}"
		"$office" -env:UserInstallation="file://$work/office" --headless --convert-to pdf --outdir "$work" "$work/page.${1##*.}" >"$work/log" 2>&1 ||
			{ cat "$work/log" >&2; return 1; } ;;
	esac
}

find "$1" -type f \( -name '*.xlsx' -o -name '*.docx' -o -name '*.pdf' -o -name '*.html' \) ! -name 'index.html' | sort | while IFS= read -r file; do
	rm -f "$work/page.pdf"
	printed "$file"
	[ -s "$work/page.pdf" ] || { echo "$file was not drawn" >&2; exit 1; }
	pdftoppm -r 100 -png "$work/page.pdf" "$file"
	echo "$file: $(pdfinfo "$work/page.pdf" | sed -n 's/^Pages: *//p') pages"
done
