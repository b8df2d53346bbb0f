#!/bin/sh
# Copy the third-party front-end files out of their packages, as package-lock.json pins them.
# Run it only to renew them; the result is committed. Needs Node, and fontTools for subset_fonts.py.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund)
modules=$work/node_modules

cp "$modules/htmx.org/dist/htmx.min.js" "$here/htmx/htmx.min.js"
cp "$modules/htmx.org/LICENSE" "$here/htmx/LICENSE"

fonts=$modules/@fontsource
for face in ibm-plex-sans-arabic noto-naskh-arabic source-serif-4; do
    cp "$fonts/$face/LICENSE" "$here/fonts/LICENSE-$face"
done
cp "$fonts"/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2 \
   "$fonts"/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-latin-ext-400-normal.woff2 \
   "$fonts"/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2 \
   "$fonts"/source-serif-4/files/source-serif-4-latin-ext-400-normal.woff2 "$here/fonts/"
"${PYTHON:-python3}" "$here/subset_fonts.py" "$fonts" "$here/fonts"
