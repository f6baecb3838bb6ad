package demoapp.playground.node.programs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.node.programs.MysqlData.SqlError;
import demoapp.playground.node.programs.Rails.RailsError;

/** The sample application's side of one HTTP request: what it does, responds and logs. */
final class Application {
    static final int LONGEST_MESSAGE = 140;
    private static final Pattern LIKE = Pattern.compile("/messages/(\\d{1,18})/like");

    private final Rails rails;
    private final String tag = "[%s] ".formatted(UUID.randomUUID());

    Application(Rails rails) {
        this.rails = rails;
    }

    Http.Response respond(Http.Request request) {
        if (request.path().equals("/health_check/full")) {
            return healthCheck(); // Rails is set to log nothing of it
        }
        log("Started %s \"%s\" for %s at %tF %<tT +0000".formatted(request.method(), printable(request.target()),
                request.headers().getOrDefault("x-forwarded-for", "127.0.0.1"),
                rails.around().clock().now().atZone(ZoneOffset.UTC)));
        try {
            return route(request);
        } catch (RailsError | SqlError failure) {
            var why = failure instanceof SqlError
                    ? "ActiveRecord::StatementInvalid (Mysql2::Error: %s)".formatted(failure.getMessage())
                    : failure.getMessage();
            log("Completed 500 Internal Server Error in 4ms", "  ", why, "  ");
            return wantsJson(request) ? json(500, Json.object("status", 500, "error", "Internal Server Error"))
                    : page(500, Page.error("We're sorry, but something went wrong.", why));
        }
    }

    private Http.Response route(Http.Request request) {
        var read = request.method().equals("GET") || request.method().equals("HEAD");
        var like = LIKE.matcher(request.path());
        if (read && request.path().equals("/")) {
            return index(request);
        } else if (read && request.path().equals("/messages.js")) {
            return Http.Response.of(200, "text/javascript", Page.SCRIPT);
        } else if (read && request.path().equals("/sidekiq")) {
            return sidekiq();
        } else if (request.method().equals("POST") && request.path().equals("/messages")) {
            return create(request);
        } else if (request.method().equals("POST") && like.matches()) {
            return like(request, Long.parseLong(like.group(1)));
        }
        log("  ", "ActionController::RoutingError (No route matches [%s] \"%s\"):"
                .formatted(request.method(), printable(request.path())), "  ");
        return notFound(request);
    }

    private Http.Response index(Http.Request request) {
        processing("MessagesController#index", request);
        var messages = rails.messages();
        var answer = wantsJson(request) ? json(200, messages.all())
                : page(200, Page.messages(messages.all(), "", "", showsLikes(messages), footer()));
        completed("200 OK", 1);
        return answer;
    }

    /** The column is shown by an image that knows of it. */
    private boolean showsLikes(Messages messages) {
        return messages.haveLikes() && Migrations.of(rails.around().image(), rails.around().imageFiles()).stream()
                .anyMatch(migration -> migration.name().equals("add_likes_to_messages"));
    }

    private Http.Response create(Http.Request request) {
        processing("MessagesController#create", request);
        if (isForeign(request)) {
            return unverified();
        }
        var body = parameter(request).strip();
        log("  Parameters: {\"message\" => {\"body\" => \"%s\"}}".formatted(printable(body)));
        var fault = body.isEmpty() ? "can't be blank" : body.codePointCount(0, body.length()) > LONGEST_MESSAGE
                ? "is too long (maximum is %d characters)".formatted(LONGEST_MESSAGE) : "";
        var messages = rails.messages();
        if (!fault.isEmpty()) {
            completed("422 Unprocessable Content", 0);
            return wantsJson(request) ? json(422, Json.object("body", List.of(fault)))
                    : page(422, Page.messages(messages.all(), body, "Body " + fault, showsLikes(messages), footer()));
        }
        var message = messages.create(body, rails.around().clock().now());
        rails.redis().push(Sidekiq.QUEUE, Sidekiq.job(Json.number(message, 0, "id"), rails.around().clock().now()));
        if (wantsJson(request)) {
            completed("201 Created", 1);
            return json(201, message);
        }
        return back(request);
    }

    private Http.Response like(Http.Request request, long id) {
        processing("MessagesController#like", request);
        if (isForeign(request)) {
            return unverified();
        }
        if (!showsLikes(rails.messages()) || !rails.messages().like(id)) {
            completed("404 Not Found", 1);
            return notFound(request);
        }
        return back(request);
    }

    private Http.Response back(Http.Request request) {
        log("Redirected to %s://%s/".formatted(
                request.headers().getOrDefault("x-forwarded-proto", "http"), printable(request.header("host"))));
        completed("302 Found", 2);
        return page(302, "").with("location", "/");
    }

    /** A form that another site's page has sent. */
    private static boolean isForeign(Http.Request request) {
        return request.header("sec-fetch-site").equals("cross-site");
    }

    private Http.Response unverified() {
        log("Can't verify CSRF token authenticity.");
        completed("422 Unprocessable Content", 0);
        return page(422, Page.error("The change you wanted was rejected.", "The form came from another site."));
    }

    private Http.Response sidekiq() {
        var redis = rails.redis();
        return page(200, Page.sidekiq(redis.counter(Sidekiq.PROCESSED), redis.counter(Sidekiq.FAILED),
                redis.range(Sidekiq.QUEUE).size(), redis.range(Sidekiq.RETRIES).size(), footer()));
    }

    /** As the gem health_check says it. */
    private Http.Response healthCheck() {
        try {
            var migrations = rails.migrations();
            rails.messages().all();
            if (!migrations.pending().isEmpty()) {
                return unhealthy("Migrations are pending. To resolve this issue, run: bin/rails db:migrate "
                        + "RAILS_ENV=production (%s)".formatted(migrations.pending().get(0).name()));
            }
            rails.redis();
            return Http.Response.of(200, "text/plain", "success");
        } catch (SqlError failure) {
            return unhealthy("database: Mysql2::Error: " + failure.getMessage());
        } catch (RailsError failure) {
            return unhealthy((failure.getMessage().startsWith("Redis") ? "redis: " : "database: ")
                    + failure.getMessage());
        }
    }

    private static Http.Response unhealthy(String why) {
        return Http.Response.of(500, "text/plain", "health_check failed: " + why);
    }

    private static boolean wantsJson(Http.Request request) {
        return request.header("accept").contains("application/json");
    }

    /** The message in a form's or a JSON body; "" when there is none. */
    private static String parameter(Http.Request request) {
        if (request.header("content-type").startsWith("application/json")) {
            try {
                var body = Json.read(request.body());
                return Json.text(body.containsKey("message") ? Json.map(body, "message") : body, "body");
            } catch (RuntimeException malformed) {
                return "";
            }
        }
        for (var field : request.text().split("&")) {
            var parts = field.split("=", 2);
            if (parts.length == 2 && decoded(parts[0]).equals("message[body]")) {
                return decoded(parts[1]);
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static Http.Response notFound(Http.Request request) {
        return wantsJson(request) ? json(404, Json.object("status", 404, "error", "Not Found"))
                : page(404, Page.error("The page you were looking for doesn't exist.", ""));
    }

    private static Http.Response json(int status, Object document) {
        return new Http.Response(status, java.util.Map.of("content-type", "application/json; charset=utf-8"),
                Json.bytes(document));
    }

    private static Http.Response page(int status, String html) {
        return Http.Response.of(status, "text/html", html).with("content-security-policy", Page.POLICY)
                .with("x-content-type-options", "nosniff").with("cache-control", "no-store");
    }

    private String footer() {
        return "Answered by %s, image %s.".formatted(rails.hostname(), rails.around().image());
    }

    private void processing(String action, Http.Request request) {
        log("Processing by %s as %s".formatted(action, wantsJson(request) ? "JSON" : "HTML"));
    }

    private void completed(String status, int queries) {
        log("Completed %s in %dms (ActiveRecord: %d.4ms (%d %s, 0 cached) | GC: 0.0ms)".formatted(status, 3 + 2 * queries,
                queries, queries, queries == 1 ? "query" : "queries"));
    }

    private void log(String... lines) {
        for (var line : lines) {
            rails.log(tag + line);
        }
    }

    /** Text from outside, that must not begin a line of its own. */
    private static String printable(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
                .replaceAll("\\p{Cntrl}", "?");
    }
}
