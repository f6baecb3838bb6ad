package demoapp.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;

import demoapp.Problem;

/** The article's migration: likes, a number, on messages. The sample application has been waiting for it. */
public final class LikesMigration {
    public static final String VERSION = "20251101090000";
    public static final String TABLE = "messages";
    public static final String COLUMN = "likes";
    public static final String FILE = "db/migrate/" + VERSION + "_add_likes_to_messages.rb";
    /** What {@code rails runner} has to do so that the migration can be done once more. */
    static final String FORGET = """
            c = ActiveRecord::Base.connection
            c.remove_column(:messages, :likes) if c.column_exists?(:messages, :likes)
            c.execute("DELETE FROM schema_migrations WHERE version = '20251101090000'")
            """;
    private static final String SOURCE = """
            class AddLikesToMessages < ActiveRecord::Migration[7.2]
              def change
                add_column :messages, :likes, :integer, default: 0, null: false%s
              end
            end
            """;
    /** As if the table were large. Only on the way up: taking the column back is nobody's show. */
    private static final String SLOW = "%n    up_only { sleep %d }";

    private LikesMigration() { }

    /**
     * Copies the application and adds the migration.
     *
     * @param slow how much longer than it needs it takes, in whole seconds
     * @return the copy, which is gone with the JVM
     */
    public static Path addToCopyOf(Path application, Duration slow) {
        if (!Files.isDirectory(application.resolve("db/migrate"))) {
            throw Problem.usage("there is no db/migrate in " + application + ": is it a Rails application?");
        }
        try {
            var copy = Files.createTempDirectory("demoapp-with-likes");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
            try (var files = Files.walk(application)) {
                for (var file : files.filter(f -> !f.equals(application)).toList()) {
                    Files.copy(file, copy.resolve(application.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            Files.writeString(copy.resolve(FILE), SOURCE.formatted(slow.isZero() ? "" : SLOW.formatted(slow.toSeconds())));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + application + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the system cleans its folder for temporary files
        }
    }
}
