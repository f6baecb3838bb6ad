package demoapp.playground.node.programs;

import java.util.List;
import java.util.regex.Pattern;

import demoapp.playground.node.programs.MysqlData.SqlError;
import demoapp.playground.node.programs.Program.Result;
import demoapp.playground.node.programs.Rails.RailsError;

/** What can be called inside demoapp's containers: `bin/rails` and `rake` with some of their tasks, and no Ruby. */
final class RailsCommands {
    private static final Pattern COUNT = Pattern.compile("\\s*(?:puts|p|print)?[ (]*Message\\.count[ )]*");

    private static final Pattern COLUMNS = Pattern.compile("\\s*puts[ (]*Message\\.column_names[ )]*");
    /** What migrate-demo asks for, before it migrates once more. */
    private static final Pattern FORGET = Pattern.compile(
            "(?s).*remove_column\\(:(\\w+), :(\\w+)\\).*DELETE FROM schema_migrations WHERE version = '(\\d+)'.*");
    private static final String NOTHING_DONE = "simulated by the playground: nothing was done\n";

    private final Rails rails;

    RailsCommands(Rails rails) {
        this.rails = rails;
    }

    /** Exit code 127: the image has no such command. */
    Result run(List<String> command) {
        var words = command;
        while (words.size() > 2 && words.get(0).equals("bundle") && words.get(1).equals("exec")) {
            words = words.subList(2, words.size());
        }
        var name = words.isEmpty() ? "" : words.get(0).replaceFirst(".*/", "");
        var rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            return switch (name) {
                case "rails", "rake" -> rails(rest.stream().filter(word -> !word.matches("\\w+=.*")).toList());
                case "migrate-db" -> new Result(0, migrateOrSkip());
                case "setup-db" -> setUp();
                case "ruby" -> rest.contains("-v") || rest.contains("--version")
                        ? new Result(0, Rails.RUBY + "\n") : noRuby();
                default -> new Result(127, "%s: not found\n".formatted(words.isEmpty() ? "" : words.get(0)));
            };
        } catch (SqlError failure) {
            return aborted("ActiveRecord::StatementInvalid: Mysql2::Error: " + failure.getMessage());
        } catch (RailsError failure) {
            return aborted(failure.getMessage());
        }
    }

    private Result rails(List<String> words) {
        var task = words.isEmpty() ? "" : words.get(0);
        return switch (task) {
            case "-v", "--version", "version" -> new Result(0, Rails.RAILS + "\n");
            case "db:migrate" -> new Result(0, rails.migrateNow());
            case "db:migrate:status" -> status();
            case "db:version" -> new Result(0, "\ndatabase: %s\nCurrent version: %s\n\n".formatted(rails.database(),
                    rails.migrations().done().stream().reduce((one, later) -> later).orElse("0")));
            case "db:abort_if_pending_migrations" -> pending();
            case "db:setup", "db:prepare" -> setUp();
            case "runner", "r" -> runner(String.join(" ", words.subList(1, words.size())));
            case "console", "c", "dbconsole", "db" -> noRuby();
            default -> new Result(0, NOTHING_DONE);
        };
    }

    private Result status() {
        return rails.migrations().isSetUp() ? new Result(0, rails.migrations().status())
                : new Result(1, "Schema migrations table does not exist yet.\n");
    }

    private Result pending() {
        var pending = rails.migrations().pending();
        if (pending.isEmpty()) {
            return Result.OK;
        }
        var text = new StringBuilder("You have %d pending %s:\n"
                .formatted(pending.size(), pending.size() == 1 ? "migration" : "migrations"));
        pending.forEach(migration -> text.append("  %s %s\n".formatted(migration.version(), migration.className())));
        return new Result(1, text + "Run `bin/rails db:migrate` to update your database then try again.\n");
    }

    private Result setUp() {
        if (rails.migrations().isSetUp()) {
            return new Result(0, "Database '%s' is set up already\n".formatted(rails.database()));
        }
        rails.migrations().loadSchema();
        return new Result(0, "Created database '%s'\n".formatted(rails.database()));
    }

    private String migrateOrSkip() {
        try {
            return rails.migrateNow();
        } catch (RailsError busy) {
            if (busy.getMessage().startsWith("ActiveRecord::ConcurrentMigrationError")) {
                return Rails.SKIP + "\n";
            }
            throw busy;
        }
    }

    private Result runner(String ruby) {
        if (COLUMNS.matcher(ruby).matches()) {
            return new Result(0, String.join("\n", rails.messages().columns()) + "\n");
        }
        var forget = FORGET.matcher(ruby);
        if (forget.matches()) {
            rails.migrations().forget(forget.group(3), forget.group(1), forget.group(2));
            return Result.OK;
        }
        try {
            return COUNT.matcher(ruby).matches() ? new Result(0, rails.messages().all().size() + "\n")
                    : new Result(0, NOTHING_DONE);
        } catch (SqlError failure) { // Ruby's own way to die, with no task around it
            return new Result(1, "/usr/lib/ruby/vendor_ruby/mysql2/client.rb:151:in '_query': Mysql2::Error: "
                    + failure.getMessage() + " (ActiveRecord::StatementInvalid)\n\tfrom ./bin/rails:5:in '<main>'\n");
        }
    }

    private static Result noRuby() {
        return new Result(1, "simulated by the playground: no Ruby runs here\n");
    }

    private static Result aborted(String why) {
        return new Result(1, "bin/rails aborted!\n" + why + "\n");
    }
}
