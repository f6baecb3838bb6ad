package demoapp.playground.rules;

import java.util.List;

/** RBAC's roles and bindings: their names may be any step of a path. */
final class AccessRules extends Rules {
    @Override
    List<String> nameFaults(String name) {
        return name.equals(".") || name.equals("..") ? List.of("may not be '" + name + "'")
                : List.of("/", "%").stream().filter(name::contains).map(part -> "may not contain '" + part + "'").toList();
    }
}
