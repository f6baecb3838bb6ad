package demoapp.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

/**
 * Where values are shown: in a notebook, by one of the two Java kernels, or in a terminal. The kernels' display() methods
 * do the same with their arguments in opposite orders; they are there only in the kernel's own JVM, hence by reflection.
 */
enum Screen {
    /** https://github.com/padreati/rapaio-jupyter-kernel */
    RAPAIO("org.rapaio.jupyter.kernel.global.Global"),
    /** https://github.com/dflib/jjava */
    JJAVA("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics"),
    TERMINAL("java.lang.System");

    static final Screen CURRENT = Stream.of(values()).filter(Screen::isHere).findFirst().orElseThrow();
    private static final String HTML = "text/html";

    private final String global;

    Screen(String global) {
        this.global = global;
    }

    boolean isNotebook() {
        return this != TERMINAL;
    }

    /** Shows HTML now. @return a name by which it can be updated */
    String display(String html) {
        return (String) (this == RAPAIO ? call("display", new Class<?>[] {String.class, Object.class}, HTML, html)
                : call("display", new Class<?>[] {Object.class, String[].class}, html, new String[] {HTML}));
    }

    /** Shows other HTML in the place of what was displayed. */
    void update(String id, String html) {
        if (this == RAPAIO) {
            call("updateDisplay", new Class<?>[] {String.class, String.class, Object.class}, id, HTML, html);
        } else {
            call("updateDisplay", new Class<?>[] {String.class, Object.class, String[].class}, id, html, new String[] {HTML});
        }
    }

    private boolean isHere() {
        try {
            Class.forName(global);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private Object call(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = Class.forName(global).getMethod(name, types);
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the Java kernel shows nothing: " + e, e);
        }
    }
}
