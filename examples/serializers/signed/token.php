<?php
// Open an itsdangerous token with JSON in it, and sign one (URLSafeSerializer,
// URLSafeTimedSerializer).

class BadToken extends Exception
{
}

function signature(string $text, string $key, string $salt): string
{
    $derived = sha1("{$salt}signer{$key}", true);
    return base64url(hash_hmac("sha1", $text, $derived, true));
}

// $leeway: seconds that the clock of who signed may be ahead.
function verify(
    string $token, string $key, string $salt, int $max_age, int $leeway = 0,
): mixed {
    [$payload, $stamp] = cut(unsign($token, $key, $salt));
    $age = time() - hexdec(bin2hex(unbase64url($stamp)));
    if ($age < -$leeway || $age > $max_age) {
        throw new BadToken("expired");
    }
    return content($payload);
}

function unsign(string $token, string $key, string $salt): string
{
    [$text, $given] = cut($token);
    $good = signature($text, $key, $salt);
    // hash_equals takes as long for any wrong one.
    if (!hash_equals($good, $given)) {
        throw new BadToken("bad signature");
    }
    return $text;
}

function cut(string $signed): array
{
    $dot = strrpos($signed, ".");
    if ($dot === false) {
        throw new BadToken("not a token");
    }
    return [substr($signed, 0, $dot), substr($signed, $dot + 1)];
}

function content(string $text): mixed
{
    // A leading dot: itsdangerous has compressed it.
    $json = $text !== "" && $text[0] === "."
        ? gzuncompress(unbase64url(substr($text, 1)))
        : unbase64url($text);
    return from_json($json);
}

function from_json(string $json): mixed
{
    return json_decode($json, true, 512, JSON_THROW_ON_ERROR);
}

function to_json(mixed $value): string
{
    return json_encode($value, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), "+/", "-_"), "=");
}

function unbase64url(string $text): string
{
    return base64_decode(strtr($text, "-_", "+/"));
}
