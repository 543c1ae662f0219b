<?php // Pygments over HTTP, without extensions.  Options: language, lines, marked, numbers, style.
class HighlightError extends RuntimeException { // getCode() is the HTTP status
    public readonly string $kind;
    public function __construct(public readonly array $told) { // RFC 9457, with near
        $detail = print_r($told["detail"] ?? "no answer", true); // a text stays as it is
        parent::__construct($detail, (int) ($told["status"] ?? 0));
        $this->kind = substr(strrchr(":" . ($told["type"] ?? "unreachable"), ":"), 1);
    }
}
class HighlightTimedOut extends HighlightError {} // the service's deadline, or ours
class Highlight { // a head that comes byte by byte may take longer than $seconds
    public function __construct(private string $base, private float $seconds = 5) {}
    public function call($code, $query = [], $id = "", $tries = 2) {
        do [$status, $body] = $this->post($code, $query, $id);
        while ($status === "404" && --$tries); // the HTML went
        if ($status === "200") return $body;
        $told = json_decode($body, true);
        if (!is_string($told["type"] ?? 0)) $told = [];
        throw preg_match('/timed-out$|^no-answer$/', $told["type"] ?? "")
            ? new HighlightTimedOut($told) : new HighlightError($told);
    }
    private function post(string $code, array $query, string $id): array {
        $end = microtime(true) + $this->seconds;
        $head = "X-Request-Id: " . (preg_replace("/[^!-~]/", "_", $id) ?: uniqid());
        $http = ["header" => "$head\r\nContent-Type: text/plain\r\nPrefer: return=representation",
            "method" => "POST", "content" => $code, "ignore_errors" => true,
            "timeout" => $this->seconds, "protocol_version" => 1.0]; // 1.0 has no chunks
        $context = stream_context_create(["http" => $http]);
        $file = @fopen("$this->base/h?" . http_build_query($query), "r", false, $context);
        $head = $file ? join("\n", stream_get_meta_data($file)["wrapper_data"]) : "";
        preg_match('/.*^HTTP\S+ (\d+)(?:.*^Content-Length: *(\d+))?/ims', $head, $m);
        $away = preg_match("~^Location: *+(?!/[^/]|" . preg_quote($this->base) . "/)~im", $head);
        for ($body = ""; $m && !feof($file) && ($left = $end - microtime(true)) > 0;)
            $body .= stream_set_timeout($file, 0, (int) (1e6 * $left)) ? fread($file, 8192) : "";
        $whole = $body && !$away && (isset($m[2]) ? strlen($body) == $m[2] : feof($file));
        return $whole ? [$m[1], $body] : [0, microtime(true) < $end ? "" : '{"type":"no-answer"}'];
    }
}
