<?php
// The old shop: a basket in PHP's own session, and nothing else.
// php -S HOST:PORT basket.php; session.save_handler and save_path say where it is kept.
ini_set("session.cookie_httponly", "1");
ini_set("session.cookie_samesite", "Lax");
ini_set("session.use_strict_mode", "1");
ini_set("session.cookie_path", "/");
session_start();
if ($_SERVER["REQUEST_METHOD"] === "POST") {
    $_SESSION["basket"] = ($_SESSION["basket"] ?? 0) + 1;
    $prefix = $_SERVER["HTTP_X_FORWARDED_PREFIX"] ?? "";
    header("Location: $prefix/", true, 303);
    exit;
}
// At a part's own host, "/" is that part.
$host = $_SERVER["HTTP_HOST"] ?? "";
$own = preg_match("/^basket\.(shop\.localhost(:\d+)?)$/i", $host, $found);
$home = $own ? "//$found[1]/" : "/";
header("Content-Security-Policy: default-src 'none'; script-src 'self'; "
    . "connect-src 'self'; style-src 'unsafe-inline'; img-src data:; form-action 'self'");
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style><?php readfile(__DIR__ . "/templates/shop.css") ?></style>
<title>The old shop</title>
<main>
<h1>The old shop</h1>
<p>In your basket: <?= (int) ($_SESSION["basket"] ?? 0) ?>.</p>
<form method="post"><button>A cherry, please</button></form>
<p><a href="<?= $home ?>">To the shop</a></p>
</main>
<script type="module" src="/bar/bar.js"></script>
</html>
