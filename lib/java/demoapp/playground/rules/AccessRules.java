package demoapp.playground.rules;

import java.util.List;

/** RBAC's roles and bindings: their names may be any step of a path. */
final class AccessRules extends Rules {
    @Override
    List<String> nameFaults(String name) {
        return Names.pathStep(name);
    }
}
