#!/usr/bin/env bash
# Pygments over HTTP: highlight.sh BASE [language=ruby lines=3-7 …] < code > html
# Exits as curl does, 22 if refused, 28 if too late; standard error says why.
set -euo pipefail

base=${1:?usage: highlight.sh BASE [OPTION=VALUE …] < code}
options=()
for option in "${@:2}"; do
  options+=(--url-query "$option") # curl 7.87 or later; it encodes the value
done
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cat > "$folder/code" # a variable would lose NULs and the last newlines

# region post
post() {
  curl --silent --show-error --location --fail-with-body \
    --max-time "${HIGHLIGHT_SECONDS:-5}" \
    --header "X-Request-Id: ${HIGHLIGHT_ID:-$RANDOM-$RANDOM}" \
    --header 'Content-Type: text/plain' "${options[@]}" \
    --data-binary "@$folder/code" --output "$folder/answer" \
    --write-out '%{http_code}' "$base/h"
}
# endregion

failed=0
status=$(post) || failed=$?
if [[ $status == 404 ]]; then # the HTML was cleared away: once more
  failed=0
  post > /dev/null || failed=$?
fi
if ((failed)); then
  [[ ! -e $folder/answer ]] || cat "$folder/answer" >&2
  exit "$failed"
fi
cat "$folder/answer"
