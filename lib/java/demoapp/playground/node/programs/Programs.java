package demoapp.playground.node.programs;

import java.util.List;

/** Which program an image and a command stand for. A new image starts here. */
public final class Programs {
    private Programs() { }

    /** @param command the container's own command and args; empty: the image's */
    public static Program of(String image, List<String> command) {
        if (Shell.understands(command)) {
            return new Shell();
        }
        if (Stress.understands(command)) {
            return new Stress();
        }
        return switch (name(image)) {
            case "demoapp" -> demoapp(command);
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

    private static Program demoapp(List<String> command) {
        var words = command.size() > 2 && command.get(0).endsWith("bundle") ? command.subList(2, command.size()) : command;
        return switch (words.isEmpty() ? "" : words.get(0).replaceFirst(".*/", "")) {
            case "setup-db-and-start-puma" -> new Puma(Puma.Database.SETS_UP);
            case "setup-db" -> new SetupDb();
            case "start-sidekiq", "sidekiq" -> new Sidekiq();
            case "start-puma", "" -> new Puma(Puma.Database.WAITS_AND_MIGRATES);
            case "puma" -> new Puma(Puma.Database.LEAVES_ALONE);
            case "rails" -> words.size() > 1 && List.of("server", "s").contains(words.get(1))
                    ? new Puma(Puma.Database.LEAVES_ALONE) : new RailsTask();
            case "migrate-db", "rake" -> new RailsTask();
            default -> new Anything();
        };
    }
}
