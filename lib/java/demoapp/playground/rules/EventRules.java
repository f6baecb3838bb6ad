package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;

/** Event: it is in the namespace of what it is about; in `default` for what has none. */
final class EventRules extends Rules {
    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var about = Json.text(object, "involvedObject", "namespace");
        var namespace = Json.text(object, "metadata", "namespace");
        if (Json.text(object, "eventTime").isEmpty()) {
            if (about.isEmpty() ? !namespace.equals("default") : !about.equals(namespace)) {
                causes.invalid("involvedObject.namespace", about, "does not match event.namespace");
            }
            return;
        }
        if (about.isEmpty() && !namespace.matches("default|kube-system")) {
            causes.invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
        var controller = Json.text(object, "reportingComponent");
        if (controller.isEmpty()) {
            causes.required("reportingComponent");
        }
        causes.invalid("reportingComponent", controller, Names.qualified(controller));
        for (var field : new String[] {"reportingInstance", "action", "reason"}) {
            if (Json.text(object, field).isEmpty()) {
                causes.required(field);
            } else if (Json.text(object, field).length() > 128) {
                causes.invalid(field, "", "can have at most 128 characters");
            }
        }
        if (Json.text(object, "message").length() > 1024) {
            causes.invalid("message", "", "can have at most 1024 characters");
        }
    }
}
