<?php
// Visit each session named on standard input: print it as JSON, count the visit.
//
//     php -d session.save_path=FOLDER -d session.serialize_handler=php visit.php

ini_set("session.use_cookies", "0");
ini_set("session.cache_limiter", "");

function visit(string $id): array
{
    session_id($id);
    session_start();
    $found = $_SESSION;
    $_SESSION["visits"] = ($found["visits"] ?? 0) + 1;
    session_write_close();
    return $found;
}

ob_start();  // a session starts before anything is printed
while (($line = fgets(STDIN)) !== false) {
    $found[] = visit(rtrim($line, "\n"));
}
ob_end_clean();
// JSON has no INF and no NAN: a zero stands for them.
echo json_encode(
    $found, JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION,
);
