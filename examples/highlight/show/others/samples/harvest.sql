-- What was picked, and where it went.
CREATE TABLE harvest (
  id      INTEGER PRIMARY KEY,
  tree    VARCHAR(40) NOT NULL,
  grams   DECIMAL(8, 2) DEFAULT 0.00,
  picked  DATE
);

INSERT INTO harvest (tree, grams, picked)
VALUES ('morello', 1250.5, '2026-06-21'), ('the neighbour''s', 3, NULL);

/* The best trees first. */
SELECT tree, COUNT(*) AS times, SUM(grams) / 1000 AS kilos
  FROM harvest AS h
  LEFT JOIN orders o ON o.harvest_id = h.id
 WHERE picked BETWEEN '2026-06-01' AND '2026-07-31'
   AND NOT (grams < 10 OR tree LIKE '%wild%')
 GROUP BY tree
HAVING SUM(grams) >= 500
 ORDER BY kilos DESC
 LIMIT 10;
