<?php
// Put and take the tasks of examples.queues in Redis:
//   $queue = new TaskQueue('127.0.0.1', 6379, 'tasks');
//   $queue->put(['picture' => 'cherry.jpg']);
//   $task = $queue->take(wait: 20);
//   $queue->ack($task); // or $queue->fail($task, 'why')

class TaskQueue
{
    private array $keys;
    private string $me;

    public function __construct(
        string $host, int $port, string $name,
        private int $lease = 30, private int $deliveries = 4,
        private Redis $redis = new Redis(),
    ) {
        $redis->connect($host, $port, 10);
        $this->keys = ["queue:$name", "later:$name", "dead:$name"];
        $this->me = bin2hex(random_bytes(8));
    }

    public function put(array|object $body): string
    {
        $flags = JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION;
        $text = json_encode((object) $body, $flags);
        return $this->told($this->redis->xAdd($this->keys[0], '*', ['body' => $text]));
    }

    public function take(float $wait = 0): ?array // [entry, id, delivery, body]
    {
        $stop = microtime(true) + $wait;
        while (!$row = $this->run('take', $this->lease * 1000, $this->deliveries)) {
            if (microtime(true) >= $stop) return null;
            usleep(200_000);
        }
        $row[3] = json_decode($row[3], flags: JSON_THROW_ON_ERROR);
        return $row;
    }

    public function ack(array $task): bool // false if somebody else has it by now
    {
        return $this->run('ack', $task[0], $task[2]) === 1;
    }

    public function fail(array $task, string $why, float $delay = 0): bool
    {
        [$tries, $later] = [$this->deliveries, $delay * 1000];
        return $this->run('fail', $task[0], $task[2], $tries, $later, $why) === 1;
    }

    public function close(): void
    {
        $this->run('clean', $this->lease * 1000);
        $this->redis->close();
    }

    private function run(string $verb, ...$more): mixed
    {
        $script = file_get_contents(__DIR__ . '/../redis_queue.lua');
        $values = [...$this->keys, $verb, $this->me, ...$more];
        return $this->told($this->redis->eval($script, $values, 3));
    }

    private function told(mixed $answer): mixed // by phpredis, false for nil and errors
    {
        $error = $this->redis->getLastError();
        $this->redis->clearLastError();
        return $error === null ? $answer : throw new RuntimeException($error);
    }
}
