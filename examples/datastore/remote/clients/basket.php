<?php
// The basket of the old shop, in a session that lies in Redis:
//   use_redis('tcp://127.0.0.1:6379');
//   $basket = add($_COOKIE['PHPSESSID'], 'cherry');

// In the shop these stand in php.ini.  By default any id is taken, there is no lock,
// and with one PHP tries for 20 ms, then reads without it and drops what it writes.
function use_redis(string $path): void
{
    ini_set('session.save_handler', 'redis');
    ini_set('session.save_path', $path);
    ini_set('session.use_strict_mode', '1');
    ini_set('redis.session.locking_enabled', '1');
    ini_set('redis.session.lock_expire', '30'); // seconds
    ini_set('redis.session.lock_retries', '-1'); // until it is free
}

function add(string $sid, string $kind): array
{
    session_id($sid);
    // region add
    session_start();
    $_SESSION['basket'][$kind] = ($_SESSION['basket'][$kind] ?? 0) + 1;
    session_write_close();
    // endregion
    return $_SESSION['basket'];
}
