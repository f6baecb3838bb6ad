package demoapp.playground.rules;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;

/** Secret: stringData goes into data; the well-known types need their keys. */
final class SecretRules extends Rules {
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/dockercfg", List.of(".dockercfg"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    @Override
    public void defaults(Map<String, Object> object) {
        object.putIfAbsent("type", "Opaque");
        var text = Json.map(object, "stringData");
        if (!text.isEmpty()) {
            var data = new TreeMap<>(Json.map(object, "data"));
            text.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(
                    String.valueOf(value).getBytes(StandardCharsets.UTF_8))));
            object.put("data", new LinkedHashMap<>(data));
        }
        object.remove("stringData");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var data = Json.map(object, "data");
        ConfigMapRules.keys(data, causes);
        var type = Json.text(object, "type");
        for (var key : REQUIRED.getOrDefault(type, List.of())) {
            if (!data.containsKey(key)) {
                causes.required("data[" + key + "]");
            } else if (key.startsWith(".docker")) {
                dockerConfig(key, Json.text(data, key), causes);
            }
        }
        if (type.equals("kubernetes.io/basic-auth") && !data.containsKey("username")
                && !data.containsKey("password")) {
            causes.required("data[username]");
            causes.required("data[password]");
        }
    }

    private static void dockerConfig(String key, String content, Causes causes) {
        try {
            Json.read(Base64.getMimeDecoder().decode(content));
        } catch (JacksonException | ClassCastException notJson) {
            causes.invalid("data[" + key + "]", "<secret contents redacted>",
                    "invalid character 'o' in literal null (expecting 'u')");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        if (!Json.text(object, "type").equals(Json.text(old, "type"))) {
            causes.first("type", object.get("type"), "field is immutable");
        }
        ConfigMapRules.immutable(object, old, causes);
    }
}
