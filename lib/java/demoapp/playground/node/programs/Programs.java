package demoapp.playground.node.programs;

import java.util.List;

/** Which program an image and a command stand for. A new image starts here. */
public final class Programs {
    private Programs() { }

    /** @param command the container's own command and args; empty: the image's */
    public static Program of(String image, List<String> command) {
        var first = command.isEmpty() ? "" : command.get(0).replaceFirst(".*/", "");
        if (Shell.understands(command)) {
            return new Shell();
        }
        return switch (name(image)) {
            case "demoapp" -> demoapp(first);
            case "mysql" -> new Mysqld();
            case "redis" -> new RedisServer();
            case "nginx" -> new Nginx();
            case "busybox", "alpine" -> command.isEmpty() ? new Shell() : new Anything();
            default -> new Anything();
        };
    }

    /** `registry.example.com/library/nginx:1.27` is nginx. */
    static String name(String image) {
        return image.replaceFirst("@.*", "").replaceFirst(":[^/:]*$", "").replaceFirst(".*/", "");
    }

    private static Program demoapp(String command) {
        return switch (command) {
            case "setup-db-and-start-puma" -> new Puma(Puma.Database.SETS_UP);
            case "setup-db" -> new SetupDb();
            case "start-sidekiq" -> new Sidekiq();
            case "migrate-db", "rails", "rake", "bundle" -> new RailsTask();
            case "start-puma", "" -> new Puma(Puma.Database.WAITS_AND_MIGRATES);
            default -> new Anything();
        };
    }
}
