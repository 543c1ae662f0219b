<?php header("Content-Security-Policy: " . getenv("POLICY")); ?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PHP</title>
<link rel="icon" href="data:,">
<main><h1><?= "PHP" ?></h1></main>
<script type="module" src="<?= htmlspecialchars(getenv("BAR")) ?>"></script>
</html>
