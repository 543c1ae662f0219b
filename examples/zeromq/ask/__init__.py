"""Ask and be answered: a client with time-outs, one server, or a broker and workers.

`client` asks either (Lazy Pirate).  `server` answers alone; `broker`, `jobs` and
`worker` share the work among processes, `threads` has all three in one process.
`protocol` says what goes over the wire.
"""
