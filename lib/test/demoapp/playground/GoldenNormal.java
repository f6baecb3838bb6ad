package demoapp.playground;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import demoapp.json.Json;

/** Makes an answer comparable with a recorded one: uids, times, addresses and the like become placeholders. */
final class GoldenNormal {
    private static final String SUFFIX = "[bcdfghjklmnpqrstvwxz2456789]{5}";
    private static final Pattern HASH_SUFFIX =
            Pattern.compile("(?<=[a-z0-9])-[bcdfghjklmnpqrstvwxz2456789]{7,10}-" + SUFFIX + "\\b");

    private final String namespace;
    private final String requests;
    private final Set<String> hashes = new HashSet<>();
    private final Set<String> prefixes = new HashSet<>();
    private final Set<String> nodePorts = new HashSet<>();

    /** @param requests all of the case's requests as text: what they name stays as it is */
    GoldenNormal(String namespace, String requests) {
        this.namespace = namespace;
        this.requests = requests;
    }

    Object answer(Object body) {
        learn(body);
        return normal("", body);
    }

    /** What the recorded side still needs: managedFields as a set. */
    static Object recorded(Object body) {
        return new GoldenNormal("{ns}", "").shape("", body);
    }

    /** Notes the hashes and prefixes of an object of the cluster. */
    void learn(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                if (item instanceof String text && (key.equals("pod-template-hash")
                        || key.equals("controller-revision-hash"))) {
                    hashes.add(text);
                } else if (item instanceof String text && key.equals("generateName")) {
                    prefixes.add(text);
                } else if (item instanceof Number && key.equals("nodePort") && !requests.contains(item.toString())) {
                    nodePorts.add(item.toString());
                }
                learn(item);
            });
            if (List.of("Job", "CronJob", "DaemonSet").contains(Json.text(map, "kind"))) {
                prefixes.add(Json.text(map, "metadata", "name") + "-");
            }
        } else if (value instanceof List<?> list) {
            list.forEach(this::learn);
        }
    }

    private Object normal(String key, Object value) {
        if (value instanceof String text) {
            return key.equals("resourceVersion") && text.matches("\\d+") ? "<rv>"
                    : key.equals("continue") && !text.isEmpty() ? "<continue>" : text(text);
        }
        if (value instanceof Number number && List.of("nodePort", "healthCheckNodePort").contains(key)
                && !requests.contains(number.toString())) {
            return "<nodePort>";
        }
        return shape(key, value);
    }

    private Object shape(String key, Object value) {
        if (value instanceof String text) {
            return ours(text);
        }
        if (value instanceof Map<?, ?> map) {
            var fresh = new LinkedHashMap<String, Object>();
            map.forEach((name, item) -> {
                fresh.put(text(name.toString()), normal(name.toString(), item));
            });
            if ("Table".equals(fresh.get("kind"))) {
                ages(fresh);
            }
            return fresh;
        }
        if (value instanceof List<?> list) {
            var fresh = new ArrayList<Object>();
            list.forEach(item -> fresh.add(normal("", item)));
            if (key.equals("managedFields")) {
                fresh.sort(Comparator.comparing(Json::string));
            }
            return fresh;
        }
        return value;
    }

    private static void ages(Map<String, Object> table) {
        var columns = Json.maps(table, "columnDefinitions").stream().map(c -> Json.text(c, "name")).toList();
        for (var row : Json.maps(table, "rows")) {
            var cells = Json.list(row, "cells");
            for (var i = 0; i < cells.size() && i < columns.size(); i++) {
                if (Set.of("Age", "Duration", "Last Schedule", "Last Seen", "First Seen").contains(columns.get(i))
                        && cells.get(i).toString().matches("<invalid>|(\\d+[smhdy])+")) {
                    cells.set(i, "<age>");
                }
            }
        }
    }

    String text(String text) {
        var normal = text.replace(' ', ' ');
        normal = goDumps(normal);
        normal = replace(normal, "(?!0{8}-0{4})[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>");
        if (normal.startsWith("-----BEGIN CERTIFICATE")) {
            normal = "<pem>";
        }
        normal = normal.replace(namespace, "{ns}");
        normal = replace(normal, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)", "<time>");
        normal = replace(normal, "\\b[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d "
                + "(\\+0000|GMT|UTC)", "<time>");
        normal = replace(normal, "\\b10\\.(244|245|96|97|98|99|1[01]\\d)\\.\\d+\\.\\d+\\b", "<ip>");
        normal = replace(normal, "(resourceVersion\\\\?\": ?\\\\?\"|resourceVersion: \"|ResourceVersion in record "
                + "\\()\\d+", "$1<rv>");
        normal = replace(normal, "sha256:[0-9a-f]{32,64}", "sha256:<digest>");
        normal = replace(normal, "\\b[0-9a-f]{64}\\b", "<containerID>");
        normal = replace(normal, "(?<=[a-z0-9])\\.1[0-9a-f]{15}\\b", ".<suffix>");
        normal = replace(normal, "kube-api-access-" + SUFFIX, "kube-api-access-<suffix>");
        normal = HASH_SUFFIX.matcher(normal).replaceAll("-<hash>-<suffix>");
        for (var hash : hashes) {
            normal = replace(normal, "\\b" + hash + "\\b", "<hash>");
        }
        for (var prefix : prefixes) {
            normal = replace(normal, Pattern.quote(prefix) + SUFFIX + "\\b",
                    Matcher.quoteReplacement(prefix + "<suffix>"));
        }
        for (var port : nodePorts) {
            normal = replace(normal, "\\b" + port + "\\b", "<nodePort>");
        }
        return ours(normal);
    }

    /**
     * What is the cluster's own: hashes of pod templates, the node's name, the provisioner, and which of an image's
     * tags the status names (several had the same content there).
     */
    private static String ours(String text) {
        var hash = "[bcdfghjklmnpqrstvwxz2456789]{8,10}\\b";
        return replace(replace(replace(text, "hash=[0-9A-F]{128}", "hash=<sha512>"), "\\b([a-z]+)-" + hash, "$1-<hash>"), "(pod-template-hash=)" + hash, "$1<hash>")
                .replace("realk8s.local/hostpath", "demoapp/simulated").replaceAll("^node1$", "playground")
                .replaceAll("^(<ip>|127\\.0\\.0\\.1):\\d+$", "<server>")
                .replaceAll("^(docker.io/library/\\w+):[\\w.]+$", "$1");
    }

    /** A Go struct dump of more than 300 characters becomes its type's name. */
    private static String goDumps(String text) {
        return replace(text, "(?s)Invalid value: (\\w+\\.\\w+)\\{(.{280,}?)}: (?=field is)", "Invalid value: <go $1>: ");
    }

    private static String replace(String text, String pattern, String by) {
        return Pattern.compile(pattern).matcher(text).replaceAll(by);
    }
}
