package demoapp.playground.node.programs;

import java.time.ZoneOffset;
import java.util.List;

/** `bin/start-sidekiq`: no port, so its health is asked by `bin/health-check-sidekiq`. */
final class Sidekiq extends Rails {
    private boolean works;

    @Override
    protected void run() {
        whenServersAreUp(() -> whenDatabaseIsSetUp(true, () -> after(2, () -> {
            info("Booted Rails 8.1.1 application in production environment");
            info("Running in ruby 3.4.7 (2025-10-08 revision 7a5688e2a2) +PRISM [x86_64-linux]");
            info("See LICENSE and the LGPL-3.0 for licensing details.");
            info("Sidekiq 8.0.9 connecting to Redis with options {size: 10, pool_name: \"internal\", url: \"%s\"}"
                    .formatted(environment("REDIS_URL", "redis://localhost:6379/0")));
            info("Starting processing, hit Ctrl-C to stop");
            works = true;
        })));
    }

    @Override
    public Result execute(List<String> command) {
        if (command.isEmpty() || !command.get(0).endsWith("health-check-sidekiq")) {
            return super.execute(command);
        }
        return works && serversAreUp() ? Result.OK : new Result(1, "sidekiq is not running\n");
    }

    @Override
    public void terminate() {
        info("Shutting down");
        info("Terminating quiet threads for default capsule");
        after(0.5, () -> {
            info("Pausing to allow jobs to finish...");
            info("Bye!");
            exit(0);
        });
    }

    private void info(String message) {
        log("INFO  %tFT%<tT.%<tLZ pid=1 tid=gko: %s"
                .formatted(around().clock().now().atZone(ZoneOffset.UTC), message));
    }
}
