<?php // Do what lines of JSON ask, with the client in PHP; answer with lines of JSON.
require __DIR__ . "/../../../examples/highlight/clients/highlight.php";

function outcome(array $asked): array {
    try {
        $client = new Highlight($asked["to"], $asked["seconds"]);
        return ["html" => $client->call($asked["code"], $asked["options"], $asked["id"])];
    } catch (HighlightError $error) {
        $late = $error instanceof HighlightTimedOut;
        $near = $error->told["near"] ?? [];
        return ["kind" => $error->kind, "status" => $error->getCode(), "near" => $near, "late" => $late];
    }
}

while (($line = fgets(STDIN)) !== false)
    echo json_encode(array_map("outcome", json_decode($line, true)), JSON_THROW_ON_ERROR), "\n";
