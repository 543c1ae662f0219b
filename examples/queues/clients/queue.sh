#!/usr/bin/env bash
# Put a task of examples.queues in Redis, or do tasks until killed:
#   queue.sh redis://127.0.0.1:6379/0 tasks put '{"picture": "cherry.jpg"}'
#   queue.sh redis://127.0.0.1:6379/0 tasks work COMMAND [ARGUMENT …]
# The command gets the JSON as its last argument, and has 30 seconds.  If it fails, the
# task comes back; the fourth time it is dead, with what was said on standard error.
set -euo pipefail
(($# > 3)) || { echo "usage: ${0##*/} URL NAME put JSON | work COMMAND …" >&2; exit 2; }
url=$1 name=$2 verb=$3 me=$(cat /proc/sys/kernel/random/uuid)
lease=30000 deliveries=4 script=$(dirname "$0")/../redis_queue.lua
shift 3

redis() { redis-cli -u "$url" -e --raw "$@"; }
run() {
  redis --eval "$script" "queue:$name" "later:$name" "dead:$name" , "$1" "$me" "${@:2}"
}
work() {
  row=$(run take "$lease" "$deliveries")
  [[ $row ]] || { sleep 0.2; return 0; }
  { read -r entry; read -r _; read -r delivery; body=$(cat); } <<< "$row"
  if why=$("$@" "$body" 2>&1 >&3); then
    run ack "$entry" "$delivery"
  else
    run fail "$entry" "$delivery" "$deliveries" 0 "$why"
  fi > /dev/null # 0 if somebody else has it by now
}
case $verb in
  put) redis XADD "queue:$name" '*' body "$1" ;;
  work)
    exec 3>&1
    trap 'run clean "$lease" > /dev/null' EXIT
    while :; do work "$@"; done ;;
  *) echo "${0##*/}: $verb is neither put nor work" >&2; exit 2 ;;
esac
