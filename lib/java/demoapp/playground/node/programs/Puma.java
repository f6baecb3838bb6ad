package demoapp.playground.node.programs;

import java.util.Optional;

/** `bin/start-puma`, the article's first `bin/setup-db-and-start-puma`, and a plain `rails server`. */
final class Puma extends Rails {
    private static final int PORT = 3000;

    /** What it does about the database before it serves. */
    enum Database { SETS_UP, WAITS_AND_MIGRATES, LEAVES_ALONE }

    private final Database database;

    Puma(Database database) {
        this.database = database;
    }

    @Override
    protected void run() {
        if (database == Database.LEAVES_ALONE) {
            serve();
            return;
        }
        whenServersAreUp(() -> {
            if (database == Database.SETS_UP) {
                setUpDatabase(this::serve);
            } else {
                whenDatabaseIsSetUp(true, () -> migrate(this::serve));
            }
        });
    }

    private void serve() {
        log("=> Booting Puma", "=> " + RAILS + " application starting in production ",
                "=> Run `bin/rails server --help` for more startup options", "Puma starting in single mode...",
                "* Puma version: 6.6.0 (\"Return to Forever\")",
                "* Ruby version: " + RUBY,
                "*  Min threads: 3", "*  Max threads: 3", "*  Environment: production", "*          PID: 1");
        after(2, () -> {
            log("* Listening on http://0.0.0.0:" + PORT, "Use Ctrl-C to stop");
            listen(PORT);
        });
    }

    @Override
    public Optional<Http.Response> http(Http.Request request) {
        return Optional.of(new Application(this).respond(request));
    }

    @Override
    public void terminate() {
        var stopping = "- Gracefully stopping, waiting for requests to finish"; // which puma does say twice
        log(stopping, stopping, "=== puma shutdown: %s ===".formatted(around().clock().now()), "- Goodbye!", "Exiting");
        after(0.5, () -> exit(0));
    }
}
