package demoapp.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.Problem;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;

/**
 * What one namespace holds of one kind, kept up to date by a watch. It survives dropped connections, servers that
 * restart and versions that are gone (410: it lists anew), and says so by {@link #trouble()} while it is cut off.
 * See https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
public final class Watch implements AutoCloseable {
    private static final int SERVER_SECONDS = 60;
    private static final Duration LONGEST = Duration.ofSeconds(SERVER_SECONDS + 15);

    private final Requests requests;
    private final Resource resource;
    private final String path;
    private final String query;
    private final Runnable changed;
    private final Map<String, Map<String, Object>> objects = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean listed;
    private volatile boolean forbidden;
    private volatile RuntimeException failure;
    private volatile String trouble = "";
    private String version = "";

    /** @param changed runs, on a thread of the watch, after each change of what {@link #get} answers */
    public Watch(Requests requests, Resource resource, String namespace, Runnable changed) {
        this(requests, resource, namespace, "", changed);
    }

    /** @param query selects some of them: {@code labelSelector=…} or {@code fieldSelector=…}, encoded; "" for all */
    public Watch(Requests requests, Resource resource, String namespace, String query, Runnable changed) {
        this.query = query.isEmpty() ? "?" : "?" + query + "&";
        this.requests = requests;
        this.resource = resource;
        this.path = resource.path(namespace);
        this.changed = changed;
        thread = new Thread(this::run, "watch " + path);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the first list is in. */
    public boolean isListed() {
        if (failure != null) {
            throw failure;
        }
        return listed;
    }

    /** Whether this user may not see objects of that kind; then there is nothing to come. */
    public boolean isForbidden() {
        return forbidden;
    }

    /** All objects as last seen. */
    public List<Map<String, Object>> all() {
        synchronized (objects) {
            return List.copyOf(objects.values());
        }
    }

    /** The object as last seen, or null. */
    public Map<String, Object> get(String name) {
        synchronized (objects) {
            return objects.get(name);
        }
    }

    /** Why there is no news at the moment, or "". */
    public String trouble() {
        return trouble;
    }

    private void run() {
        try {
            while (!closed) {
                follow();
            }
        } catch (RuntimeException e) {
            failure = e;
            changed.run();
        }
    }

    private void follow() {
        try {
            if (version.isEmpty()) {
                list();
            }
            var code = requests.lines(path + query + "watch=true&allowWatchBookmarks=true&timeoutSeconds=" + SERVER_SECONDS
                    + "&resourceVersion=" + version, LONGEST, this::event);
            trouble = "";
            if (code == 410) {
                version = "";
            } else if (code != 200) {
                interrupted("the watch was answered with HTTP " + code);
            }
        } catch (IOException e) {
            interrupted("the API server does not answer: " + Requests.reason(e));
        }
    }

    private void list() {
        var answer = requests.get(path + query);
        if (!answer.ok()) {
            forbidden = answer.code() == 403;
            throw Problem.failed("cannot watch " + path + ": " + answer.message());
        }
        var list = answer.json();
        var found = new LinkedHashMap<String, Map<String, Object>>();
        Json.maps(list, "items").forEach(item -> {
            // The items of a list do not say what they are.
            item.put("apiVersion", resource.apiVersion());
            item.put("kind", resource.kind());
            found.put(Json.text(item, "metadata", "name"), item);
        });
        synchronized (objects) {
            objects.clear();
            objects.putAll(found);
        }
        version = Json.text(list, "metadata", "resourceVersion");
        listed = true;
        trouble = "";
        changed.run();
    }

    private void event(byte[] line) {
        var event = Json.read(line);
        var object = Json.map(event, "object");
        var type = Json.text(event, "type");
        if (type.equals("ERROR")) {
            version = "";
            return;
        }
        version = Json.text(object, "metadata", "resourceVersion");
        if (type.equals("BOOKMARK")) {
            return;
        }
        synchronized (objects) {
            if (type.equals("DELETED")) {
                objects.remove(Json.text(object, "metadata", "name"));
            } else {
                objects.put(Json.text(object, "metadata", "name"), object);
            }
        }
        changed.run();
    }

    private void interrupted(String because) {
        if (closed) {
            return;
        }
        trouble = because;
        changed.run();
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
