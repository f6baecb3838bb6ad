package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** IngressClass: which controller serves it never changes. */
final class IngressClassRules extends Rules {
    private static final int LONGEST_CONTROLLER = 250;

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        if (Json.at(object, "spec", "parameters") != null) {
            Json.child(Json.child(object, "spec"), "parameters").putIfAbsent("scope", "Cluster");
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var controller = Json.text(object, "spec", "controller");
        if (controller.length() > LONGEST_CONTROLLER) {
            causes.tooLong("spec.controller", LONGEST_CONTROLLER);
        }
        if (controller.isEmpty()) {
            causes.required("spec.controller");
        } else {
            causes.invalid("spec.controller", controller, Names.domainPath(controller));
        }
        if (Json.at(object, "spec", "parameters") != null) {
            parameters(Json.map(object, "spec", "parameters"), "spec.parameters", causes);
        }
    }

    private static void parameters(Map<String, Object> reference, String at, Causes causes) {
        IngressRules.reference(reference, at, causes);
        var namespace = reference.get("namespace");
        switch (Json.text(reference, "scope")) {
            case "Namespace" -> {
                if (namespace == null) {
                    causes.required(at + ".namespace", "`parameters.scope` is set to 'Namespace'");
                } else {
                    causes.invalid(at + ".namespace", namespace, Names.label(namespace.toString()));
                }
            }
            case "Cluster" -> {
                if (namespace != null) {
                    causes.forbidden(at + ".namespace", "`parameters.scope` is set to 'Cluster'");
                }
            }
            default -> causes.notSupported(at + ".scope", reference.get("scope"), "Cluster", "Namespace");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        if (!Json.text(object, "spec", "controller").equals(Json.text(old, "spec", "controller"))) {
            causes.first("spec.controller", Json.text(object, "spec", "controller"), "field is immutable");
        }
    }
}
