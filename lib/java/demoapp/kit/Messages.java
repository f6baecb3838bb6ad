package demoapp.kit;

import java.util.List;

import demoapp.Problem;
import demoapp.json.Json;

/** The messages that the sample application has, or how it fails to tell them. */
public final class Messages extends Grid {
    private final List<String> bodies;

    private Messages(String title, List<List<String>> rows) {
        super(title, List.of("Id", "Message", "Sidekiq's answer"), rows);
        bodies = rows.stream().map(row -> row.get(1)).toList();
    }

    static Messages of(Application application) {
        try {
            return new Messages("messages", application.messages().stream().map(row -> List.of(Json.text(row, "id"),
                    Json.text(row, "body"), Json.text(row, "answer"))).toList());
        } catch (Problem answer) {
            return new Messages(answer.getMessage() + "; messages", List.of());
        }
    }

    public boolean contains(String message) {
        return bodies.contains(message);
    }
}
