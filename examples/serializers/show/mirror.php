<?php
// Read what Python wrote and write it back: a line in, a line out.
//
//     serialize BASE64  ->  ok BASE64, or: no REASON
//
// TOKEN_KEY, TOKEN_SALT, TOKEN_MAX_AGE and, if wanted, TOKEN_LEEWAY come from the
// environment: arguments are seen by every user of the machine.

require __DIR__ . "/../signed/token.php";

function mirror(string $format, string $data): string
{
    return match ($format) {
        "serialize" => serialize(plain($data)),
        "json" => to_json(from_json($data)),
        "token" => again($data),
        "verify" => to_json(verify($data, ...settings())),
    };
}

function plain(string $data): mixed
{
    $value = @unserialize($data, ["allowed_classes" => false]);
    if ($value === false && $data !== "b:0;") {
        throw new UnexpectedValueException(error_get_last()["message"]);
    }
    return $value;
}

function again(string $token): string
{
    $key = setting("TOKEN_KEY");
    $value = content(unsign($token, $key, "itsdangerous"));
    $text = base64url(to_json($value));
    return $text . "." . signature($text, $key, "itsdangerous");
}

function settings(): array
{
    $max_age = (int) setting("TOKEN_MAX_AGE");
    $leeway = (int) getenv("TOKEN_LEEWAY");
    return [setting("TOKEN_KEY"), setting("TOKEN_SALT"), $max_age, $leeway];
}

function setting(string $name): string
{
    // An empty key would verify what anybody signed with an empty key.
    return getenv($name) ?: throw new LogicException("$name is not set");
}

while (($line = fgets(STDIN)) !== false) {
    [$format, $data] = explode(" ", rtrim($line, "\n"));
    try {
        $back = mirror($format, base64_decode($data));
        echo "ok " . base64_encode($back) . "\n";
    } catch (Throwable $error) {
        echo "no " . strtr($error->getMessage(), "\n", " ") . "\n";
    }
}
