#!/usr/bin/env bash
# What the tests take from the system: Chromium, pdfsig of poppler-utils, and the published cases of
# word segmentation in unicode-data.
# Installs them on Debian where that needs no password, else says in one line what is missing.
set -u
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
  command -v google-chrome >/dev/null || missing+=(chromium)
command -v pdfsig >/dev/null || missing+=(poppler-utils)
[ -e /usr/share/unicode/auxiliary/WordBreakTest.txt ] || missing+=(unicode-data)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo -n)
  command -v sudo >/dev/null && sudo -n true 2>/dev/null || as_root=(false)
fi
if command -v apt-get >/dev/null && [ "${as_root[*]-}" != false ]; then
  echo "Installing ${missing[*]} for the tests, once …"
  mkdir -p var
  export DEBIAN_FRONTEND=noninteractive
  if { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
    >var/apt.log 2>&1 </dev/null; then
    exit 0
  fi
  echo "· apt-get could not install ${missing[*]}: $(tail -n 1 var/apt.log)"
fi
echo "· Missing for the tests: ${missing[*]} (Debian: apt-get install ${missing[*]}); tests that need them are skipped"
