package demoapp.playground.node.programs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import demoapp.json.Json;

/**
 * `bin/start-sidekiq`: answers messages, three seconds each. It has no port, so its health is asked by
 * `bin/health-check-sidekiq`. When it ends it waits for the jobs at hand, up to SIDEKIQ_TIMEOUT, and then gives them
 * back.
 */
final class Sidekiq extends Rails {
    static final String QUEUE = "queue:default";
    static final String RETRIES = "retry";
    static final String PROCESSED = "stat:processed";
    static final String FAILED = "stat:failed";
    private static final int THREADS = 5;
    private static final double WORK_SECONDS = 3;
    /** How often it asks Redis, should nothing wake it; and how often it looks for jobs to do again. */
    private static final double FETCH_SECONDS = 2;

    private final List<Map<String, Object>> busy = new ArrayList<>();
    private final Runnable woken = this::fetch;
    private boolean works;
    private boolean quiet;

    /** A job as it waits in Redis. */
    static Map<String, Object> job(long message, Instant now) {
        return Json.object("class", "AnswerJob", "args", List.of(message), "retry_count", 0,
                "jid", UUID.randomUUID().toString().replace("-", "").substring(0, 24),
                "enqueued_at", now.toEpochMilli());
    }

    @Override
    protected void run() {
        whenServersAreUp(() -> whenDatabaseIsSetUp(true, () -> after(2, () -> {
            info("Booted " + RAILS + " application in production environment");
            info("Running in " + RUBY);
            info("See LICENSE and the LGPL-3.0 for licensing details.");
            info("Sidekiq 7.3.2 connecting to Redis with options {:size=>10, :pool_name=>\"internal\", :url=>\"%s\"}"
                    .formatted(environment("REDIS_URL", "redis://localhost:6379/0")));
            info("Starting processing, hit Ctrl-C to stop");
            works = true;
            look();
        })));
    }

    private void look() {
        if (!quiet) {
            findRedis().ifPresent(this::repeat);
            fetch();
            after(FETCH_SECONDS, this::look);
        }
    }

    private void fetch() {
        if (!isRunning() || quiet) {
            return;
        }
        findRedis().ifPresent(redis -> {
            while (busy.size() < THREADS) {
                var job = redis.pop(QUEUE);
                if (job.isEmpty()) {
                    redis.whenPushed(woken);
                    return;
                }
                perform(Json.copy(Json.map(job.get())));
            }
        });
    }

    /** Puts the failed jobs whose time has come into the queue again. */
    private void repeat(RedisServer redis) {
        for (var job : redis.range(RETRIES)) {
            if (Json.number(job, 0, "at") <= around().clock().now().toEpochMilli()) {
                redis.remove(RETRIES, job);
                redis.push(QUEUE, job);
            }
        }
    }

    private void perform(Map<String, Object> job) {
        busy.add(job);
        say("INFO ", job, "start");
        after(WORK_SECONDS, () -> {
            busy.remove(job);
            try {
                answer(Json.number(job, 0, "args", 0));
                findRedis().ifPresent(redis -> redis.increment(PROCESSED));
                say("INFO ", job, "elapsed=%.3f: done".formatted(WORK_SECONDS));
            } catch (RailsError | MysqlData.SqlError failure) {
                say("INFO ", job, "elapsed=%.3f: fail".formatted(WORK_SECONDS));
                say("WARN ", job, failure.getMessage());
                retry(job);
            }
            fetch();
        });
    }

    private void answer(long id) {
        var message = messages().find(id).orElseThrow(() ->
                new RailsError("ActiveRecord::RecordNotFound: Couldn't find Message with 'id'=" + id));
        messages().answer(id, new StringBuilder(Json.text(message, "body")).reverse().toString());
    }

    /** Sidekiq's own delay: 15 seconds and more each time. */
    private void retry(Map<String, Object> job) {
        var count = Json.number(job, 0, "retry_count");
        var delay = Duration.ofSeconds((long) Math.pow(count, 4) + 15);
        job.put("retry_count", count + 1);
        job.put("at", around().clock().now().plusMillis((long) (delay.toMillis() / around().clock().speed()))
                .toEpochMilli());
        findRedis().ifPresent(redis -> {
            redis.increment(FAILED);
            redis.push(RETRIES, job);
        });
    }

    @Override
    public Result execute(List<String> command) {
        if (!command.isEmpty() && command.get(0).endsWith("health-check-sidekiq")) {
            return works && serversAreUp() ? Result.OK : new Result(1, "sidekiq is not running\n");
        }
        return super.execute(command);
    }

    @Override
    public void terminate() {
        quiet = true;
        info("Shutting down");
        info("Terminating quiet threads for default capsule");
        after(0.5, () -> {
            info("Pausing to allow jobs to finish...");
            await(Double.parseDouble(environment("SIDEKIQ_TIMEOUT", "25")));
        });
    }

    private void await(double seconds) {
        if (busy.isEmpty() || seconds <= 0) {
            if (!busy.isEmpty()) {
                giveBack();
            }
            info("Bye!");
            exit(0);
        } else {
            after(0.5, () -> await(seconds - 0.5));
        }
    }

    private void giveBack() {
        note("WARN ", "Terminating %d busy threads".formatted(busy.size()));
        findRedis().ifPresent(redis -> {
            busy.forEach(job -> redis.push(QUEUE, job));
            info("Pushed %d jobs back to Redis".formatted(busy.size()));
        });
    }

    private void info(String message) {
        note("INFO ", message);
    }

    private void note(String level, String message) {
        log("%s %tFT%<tT.%<tLZ pid=1 tid=gko: %s"
                .formatted(level, around().clock().now().atZone(ZoneOffset.UTC), message));
    }

    private void say(String level, Map<String, Object> job, String message) {
        log("%s %tFT%<tT.%<tLZ pid=1 tid=gko class=%s jid=%s%s%s".formatted(level,
                around().clock().now().atZone(ZoneOffset.UTC), Json.text(job, "class"), Json.text(job, "jid"),
                message.startsWith("elapsed") ? " " : ": ", message));
    }
}
