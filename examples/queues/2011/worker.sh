#!/bin/bash
# Does jobs: worker.sh PORT COMMAND
# region loop
while true; do
  job=$(redis-cli -p $1 BLPOP jobs 0 | tail -1)
  $2 $job
done
# endregion
