<?php // Pygments over HTTP, by PHP's own streams: it needs no extension.
class HighlightError extends RuntimeException { // getCode() is the HTTP status
    public readonly string $kind;
    public function __construct(public readonly array $told) { // RFC 9457, with near
        parent::__construct($told["detail"] ?? "no answer", $told["status"] ?? 0);
        $this->kind = substr(strrchr(":" . ($told["type"] ?? "unreachable"), ":"), 1);
    }
}
class HighlightTimedOut extends HighlightError {} // the service's deadline, or ours
class Highlight {
    public function __construct(private string $base, private float $seconds = 5) {}
    // region call
    public function call(string $code, array $query = [], $id = "") {
        [$status, $body] = $this->post($code, $query, $id);
        if ($status === 404) // the HTML went: once more
            [$status, $body] = $this->post($code, $query, $id);
        if ($status === 200)
            return $body;
        $told = (array) json_decode($body, true);
        if (str_ends_with($told["type"] ?? "", ":timed-out"))
            throw new HighlightTimedOut($told);
        throw new HighlightError($told);
    }
    // endregion
    private function post(string $code, array $query, string $id): array {
        $url = "$this->base/h?" . http_build_query($query);
        $id = strtr($id, "\r\n", "__") ?: uniqid();
        $http = ["method" => "POST", "content" => $code, "timeout" => $this->seconds,
            "header" => "X-Request-Id: $id\r\nContent-Type: text/plain", "ignore_errors" => true];
        $end = microtime(true) + $this->seconds;
        $file = @fopen($url, "r", false, stream_context_create(["http" => $http]));
        $body = $file ? stream_get_contents($file) : "";
        $head = $file ? join("\n", stream_get_meta_data($file)["wrapper_data"]) : "";
        $whole = preg_match('/.*^HTTP\S+ (\d+).*^Content-Length: (\d+)/ims', $head, $m);
        if ($whole && strlen($body) == $m[2])
            return [(int) $m[1], $body];
        throw microtime(true) < $end ? new HighlightError([])
            : new HighlightTimedOut(["type" => "no-answer"]);
    }
}
