#!/usr/bin/env bash
# Pygments over HTTP: highlight.sh BASE [OPTION=VALUE …] < code > html
# Options: language, lines, marked, numbers, style.
# Exits as curl does, 22 if refused, 28 if too late; standard error says why.
set -euo pipefail
options=()
for option in "${@:2}"; do
  [[ $option == [a-z]*=* ]] || set -- # curl would read the file of language@FILE
  options+=(--url-query "$option") # curl 7.87 or later; it encodes the value
done
(($#)) || { echo "usage: ${0##*/} BASE [OPTION=VALUE …] < code" >&2; exit 2; }
base=$1 id=$(tr -dc '!-~' <<< "${HIGHLIGHT_ID:-$RANDOM-$RANDOM}")
[[ $base == *://* ]] || base=http://$base
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cat > "$folder/code" # a variable would lose NULs and the last newlines
post() {
  curl -q --globoff --silent --show-error --fail-with-body --location \
    --max-redirs 1 --max-time "${HIGHLIGHT_SECONDS:-5}" \
    --header "X-Request-Id: $id" --header 'Content-Type: text/plain' \
    --header 'Prefer: return=representation' "${options[@]}" \
    --data-binary "@$folder/code" --output "$folder/answer" \
    --write-out '%{http_code} %{url_effective}' "$base/h"
}
for _ in 1 2; do
  failed=0
  said=$(post) || failed=$?
  [[ $said == 404* ]] || break # the HTML was cleared away: once more
done
if ((failed)); then
  [[ ! -e $folder/answer ]] || { cat "$folder/answer"; echo; } >&2
elif [[ $said != "200 $base/h"* || ! -s $folder/answer ]]; then
  failed=8 # as curl says: a weird reply
  echo "no HTML: $said" >&2
else
  cat "$folder/answer"
fi
exit "$failed"
