package demoapp.playground.node.programs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import demoapp.playground.node.programs.Migrations.Migration;

/** What demoapp's commands have in common: they wait for MySQL and Redis, and look after the database. */
abstract class Rails extends Program {
    static final String SKIP = "Skip migrations because another migration process is currently running.";
    /** As the image of lib/rails has them. */
    static final String RAILS = "Rails 7.2.2.2";
    static final String RUBY = "ruby 3.3.14 (2026-11-19 revision f4c37f481b) [x86_64-linux-gnu]";
    private static final double BOOT_SECONDS = 2;
    private static final double MIGRATION_SECONDS = 3;

    /** What Rails logs and answers 500 for. */
    static final class RailsError extends RuntimeException {
        RailsError(String message) {
            super(message, null, false, false);
        }
    }

    // The servers

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

    private Optional<Mysqld> mysql() {
        return reach(mysqlHost(), Mysqld.PORT).filter(Mysqld.class::isInstance).map(Mysqld.class::cast);
    }

    final Optional<RedisServer> findRedis() {
        return reach(redisHost(), RedisServer.PORT).filter(RedisServer.class::isInstance).map(RedisServer.class::cast);
    }

    /** @throws RailsError when there is none */
    final RedisServer redis() {
        return findRedis().orElseThrow(() -> new RailsError(
                "RedisClient::CannotConnectError (Connection refused - connect(2) for %s:%d)"
                        .formatted(redisHost(), RedisServer.PORT)));
    }

    /** @throws RailsError when there is no server */
    final Messages messages() {
        return new Messages(server().data(), database());
    }

    private Mysqld server() {
        return mysql().orElseThrow(() -> new RailsError(
                "ActiveRecord::DatabaseConnectionError (There is an issue connecting with your hostname: %s.)"
                        .formatted(mysqlHost())));
    }

    final boolean serversAreUp() {
        return mysql().isPresent() && findRedis().isPresent();
    }

    // The database

    final String database() {
        return environment("MYSQL_DATABASE", "demoapp_" + environment("RAILS_ENV", "production"));
    }

    /** @throws RailsError when there is no server */
    final Migrations migrations() {
        return migrations(server());
    }

    private Migrations migrations(Mysqld server) {
        return new Migrations(Migrations.of(around().image(), around().imageFiles()), server.data(), database());
    }

    /**
     * `rails db:setup`, unless the database is set up already. Two at once get in each other's way: both load the
     * schema, and the slower one's insert fails.
     */
    final void setUpDatabase(Runnable then) {
        whileRailsBoots(server -> {
            if (migrations(server).isSetUp()) {
                log("Database '%s' is set up already".formatted(database()));
                then.run();
                return;
            }
            log("Created database '%s'".formatted(database()));
            log("-- create_table(\"messages\", {charset: \"utf8mb4\", force: :cascade})");
            var first = server.lock("setup " + database(), this);
            after(3, () -> {
                if (!first) {
                    failWithDuplicateEntry();
                    return;
                }
                migrations(server).loadSchema();
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
            if (!lockMigrations(server)) {
                log(SKIP);
                then.run();
                return;
            }
            after(1.5, () -> migrateNext(server, then));
        });
    }

    private void migrateNext(Mysqld server, Runnable then) {
        var pending = migrations(server).pending();
        if (pending.isEmpty()) {
            unlockMigrations(server);
            then.run();
            return;
        }
        log(Migrations.banner(pending.get(0), "migrating"), "-- " + pending.get(0).statement());
        var seconds = MIGRATION_SECONDS + pending.get(0).sleep();
        after(seconds, () -> {
            if (!server.isRunning()) {
                abort("ActiveRecord::ConnectionFailed: Mysql2::Error: Lost connection to MySQL server during query");
                return;
            }
            try {
                migrations(server).run(pending.get(0));
            } catch (MysqlData.SqlError failure) {
                abort("StandardError: An error has occurred, all later migrations canceled:", "",
                        "Mysql2::Error: " + failure.getMessage());
                return;
            }
            log("   -> %.4fs".formatted(MIGRATION_SECONDS),
                    Migrations.banner(pending.get(0), "migrated (%.4fs)".formatted(seconds)), "");
            migrateNext(server, then);
        });
    }

    /** As migrate, but at once; for a command inside the container. */
    final String migrateNow() {
        var server = server();
        if (!lockMigrations(server)) {
            throw new RailsError("ActiveRecord::ConcurrentMigrationError: Cannot run migrations because another "
                    + "migration process is currently running.");
        }
        var said = new StringBuilder();
        for (Migration migration : migrations(server).pending()) {
            migrations(server).run(migration);
            said.append("%s%n-- %s%n   -> 0.0214s%n%s%n%n".formatted(Migrations.banner(migration, "migrating"),
                    migration.statement(), Migrations.banner(migration, "migrated (0.0216s)")));
        }
        unlockMigrations(server);
        return said.toString();
    }

    private boolean lockMigrations(Mysqld server) {
        return server.lock("migrate " + database(), this);
    }

    private void unlockMigrations(Mysqld server) {
        server.unlock("migrate " + database());
    }

    private void whileRailsBoots(Consumer<Mysqld> then) {
        after(BOOT_SECONDS, () -> mysql().ifPresentOrElse(then, () -> abort("ActiveRecord::DatabaseConnectionError: "
                + "There is an issue connecting with your hostname: %s.".formatted(mysqlHost()))));
    }

    private void abort(String... why) {
        log("bin/rails aborted!");
        log(why);
        exit(1);
    }

    /** Goes on once somebody has set the database up. */
    final void whenDatabaseIsSetUp(boolean first, Runnable then) {
        if (mysql().map(server -> migrations(server).isSetUp()).orElse(false)) {
            then.run();
            return;
        }
        if (first) {
            log("Waiting for the database '%s' to be set up ...".formatted(database()));
        }
        after(1, () -> whenDatabaseIsSetUp(false, then));
    }

    /** `bin/rails …`, and what else the image's bin holds. */
    @Override
    public Result execute(List<String> command) {
        return new RailsCommands(this).run(command);
    }
}
