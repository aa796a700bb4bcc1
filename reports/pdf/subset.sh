#!/bin/sh
# Makes NotoSerifSC.ttf.gz from the static Noto Serif SC Regular. Run by hand, with fonttools and npm:
#   npm pack @expo-google-fonts/noto-serif-sc@0.4.3   (MIT; the fonts in it: SIL Open Font License 1.1)
#   tar xzf expo-google-fonts-noto-serif-sc-0.4.3.tgz package/400Regular/NotoSerifSC_400Regular.ttf
#   sh subset.sh package/400Regular/NotoSerifSC_400Regular.ttf
# testdata/tongyong-guifan-hanzi.txt holds 通用规范汉字表 in its order, from the field kTGH of Unihan 15.0 (Unihan_OtherMappings.txt).
set -eu
pyftsubset "$1" --output-file=NotoSerifSC.ttf --text-file=testdata/tongyong-guifan-hanzi.txt \
	--unicodes="U+0020-007E,U+00A0-017F,U+01CD-01DC,U+0261,U+0391-03C9,U+0401,U+0410-0451,U+2010-2027,U+2030-203B,U+2070-2094,U+20AC,\
U+2100-218B,U+2190-22FF,U+2460-257F,U+25A0-25FF,U+2605-2642,U+2713-2717,U+2A7D,U+2A7E,U+3000-303F,U+3041-312F,U+3200-33FF,U+FE30-FE4F,U+FF01-FFEF" \
	--no-hinting --layout-features='' --notdef-outline --drop-tables+=vhea,vmtx,GPOS,GSUB,GDEF,BASE,VORG,DSIG,STAT
gzip -9n NotoSerifSC.ttf
