package demoapp.playground.node.programs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What demoapp's commands have in common: they wait for MySQL and Redis, and look after the database. */
abstract class Rails extends Program {
    private static final double BOOT_SECONDS = 2;
    private static final int MIGRATIONS = 2;
    private static final List<String> TABLES = List.of("ar_internal_metadata", "users");

    /** Goes on once both servers can be reached through their Services. */
    final void whenServersAreUp(Runnable then) {
        whenUp(mysqlHost(), Mysqld.PORT, true, () -> whenUp(redisHost(), RedisServer.PORT, true, then));
    }

    private void whenUp(String host, int port, boolean first, Runnable then) {
        if (reach(host, port).isPresent()) {
            log("%s:%d is available".formatted(host, port));
            then.run();
            return;
        }
        if (first) {
            log("Waiting for %s:%d ...".formatted(host, port));
        }
        after(1, () -> whenUp(host, port, false, then));
    }

    private Optional<Program> reach(String host, int port) {
        return around().network().behind(around().namespace(), host, port);
    }

    private String mysqlHost() {
        return environment("MYSQL_HOST", "mysql");
    }

    private String redisHost() {
        return environment("REDIS_HOST", environment("REDIS_URL", "redis").replaceFirst("^\\w+://", "")
                .replaceFirst("[:/].*", ""));
    }

    private String database() {
        return environment("MYSQL_DATABASE", "demoapp_" + environment("RAILS_ENV", "production"));
    }

    private Optional<Mysqld> mysql() {
        return reach(mysqlHost(), Mysqld.PORT).filter(Mysqld.class::isInstance).map(Mysqld.class::cast);
    }

    final boolean serversAreUp() {
        return mysql().isPresent() && reach(redisHost(), RedisServer.PORT).isPresent();
    }

    final boolean isSetUp() {
        return mysql().map(server -> server.tables(database()).containsKey("schema_migrations")).orElse(false);
    }

    /**
     * `rails db:setup`, unless the database is set up already. Two at once get in each other's way: both load the
     * schema, and the slower one's insert fails.
     */
    final void setUpDatabase(Runnable then) {
        whileRailsBoots(server -> {
            if (isSetUp()) {
                log("Database '%s' is set up already".formatted(database()));
                then.run();
                return;
            }
            log("Created database '%s'".formatted(database()));
            log("-- create_table(\"users\", {charset: \"utf8mb4\", force: :cascade})");
            var first = server.lock("setup " + database(), this);
            after(3, () -> {
                if (!first) {
                    failWithDuplicateEntry();
                    return;
                }
                server.create(database());
                TABLES.forEach(table -> server.setRows(database(), table, table.equals("users") ? 0 : 1));
                server.setRows(database(), "schema_migrations", MIGRATIONS);
                server.unlock("setup " + database());
                log("   -> 0.0412s");
                then.run();
            });
        });
    }

    private void failWithDuplicateEntry() {
        log("bin/rails aborted!",
                "ActiveRecord::RecordNotUnique: Mysql2::Error: Duplicate entry 'environment' for key "
                        + "'ar_internal_metadata.PRIMARY' (ActiveRecord::RecordNotUnique)",
                "", "Caused by:",
                "Mysql2::Error: Duplicate entry 'environment' for key 'ar_internal_metadata.PRIMARY' (Mysql2::Error)",
                "", "Tasks: TOP => db:setup => db:schema:load", "(See full trace by running task with --trace)");
        exit(1);
    }

    /** `rails db:migrate` under MySQL's lock: only one does it, the others go on without. */
    final void migrate(Runnable then) {
        whileRailsBoots(server -> {
            if (!server.lock("migrate " + database(), this)) {
                log("Skip migrations because another migration process is currently running.");
                then.run();
                return;
            }
            after(1.5, () -> {
                server.setRows(database(), "schema_migrations", MIGRATIONS);
                server.unlock("migrate " + database());
                then.run();
            });
        });
    }

    private void whileRailsBoots(Consumer<Mysqld> then) {
        after(BOOT_SECONDS, () -> mysql().ifPresentOrElse(then, () -> {
            log("bin/rails aborted!", "ActiveRecord::DatabaseConnectionError: There is an issue connecting with your "
                    + "hostname: %s.".formatted(mysqlHost()));
            exit(1);
        }));
    }

    /** Goes on once somebody has set the database up. */
    final void whenDatabaseIsSetUp(boolean first, Runnable then) {
        if (isSetUp()) {
            then.run();
            return;
        }
        if (first) {
            log("Waiting for the database '%s' to be set up ...".formatted(database()));
        }
        after(1, () -> whenDatabaseIsSetUp(false, then));
    }
}
