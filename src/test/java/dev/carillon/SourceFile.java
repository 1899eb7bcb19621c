package dev.carillon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Style} asks of a file, as the compiler's own parser reads it.
 *
 * @param types   the simple names of the types declared in it
 * @param methods its methods and constructors, those of inner types included
 */
record SourceFile(List<String> types, List<Method> methods, boolean catchesEverything, boolean sleeps) {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);
    private static final Set<String> EVERYTHING = Set.of("Exception", "Throwable", "java.lang.Exception",
            "java.lang.Throwable");
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest",
            "TestFactory", "TestTemplate");

    /**
     * @param parameters how many it takes; 0 for what makes the record it stands in: its parameters are the
     *                   components
     * @param flatSwitch whether its body is nothing but one switch
     */
    record Method(String name, long lines, int parameters, boolean flatSwitch, boolean overrides,
            boolean isTest) {
    }

    static SourceFile parse(String path, String text) {
        var problems = new DiagnosticCollector<JavaFileObject>();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///" + path),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        var task = (JavacTask) COMPILER.getTask(null, FILES, problems, List.of("-proc:none"), null,
                List.of(source));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            if (!problems.getDiagnostics().isEmpty()) {
                throw new IllegalArgumentException(path + " does not parse: " + problems.getDiagnostics());
            }
            var reader = new Reader(unit, Trees.instance(task).getSourcePositions());
            reader.scan(unit, null);
            return new SourceFile(List.copyOf(reader.types), List.copyOf(reader.methods),
                    reader.catchesEverything, reader.sleeps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();
        private final Deque<ClassTree> inside = new ArrayDeque<>();
        private boolean catchesEverything;
        private boolean sleeps;

        private Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            types.add(type.getSimpleName().toString());
            inside.push(type);
            super.visitClass(type, null);
            inside.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            boolean ofRecord = makesItsRecord(method);
            methods.add(new Method(method.getName().toString(), lines(method),
                    ofRecord ? 0 : method.getParameters().size(), isFlatSwitch(method),
                    annotated(method.getModifiers(), Set.of("Override")),
                    annotated(method.getModifiers(), TESTS)));
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree caught, @Nullable Void nothing) {
            Tree type = caught.getParameter().getType();
            List<? extends Tree> alternatives = type instanceof UnionTypeTree union
                    ? union.getTypeAlternatives()
                    : List.of(type);
            catchesEverything |= alternatives.stream().anyMatch(a -> EVERYTHING.contains(a.toString()));
            return super.visitCatch(caught, null);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
            noteSleep(select.getExpression(), select.getIdentifier().toString());
            return super.visitMemberSelect(select, null);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void nothing) {
            noteSleep(reference.getQualifierExpression(), reference.getName().toString());
            return super.visitMemberReference(reference, null);
        }

        private void noteSleep(Tree owner, String member) {
            String name = owner.toString();
            sleeps |= member.equals("sleep") && (name.endsWith("Thread") || name.contains("TimeUnit"));
        }

        private boolean makesItsRecord(MethodTree method) {
            ClassTree type = inside.getFirst();
            Tree made = method.getReturnType();
            return type.getKind() == Tree.Kind.RECORD
                    && (made == null || made.toString().equals(type.getSimpleName().toString()));
        }

        private long lines(MethodTree method) {
            if (method.getBody() == null) {
                return 1;
            }
            var map = unit.getLineMap();
            long from = positions.getStartPosition(unit, method.getBody());
            long to = positions.getEndPosition(unit, method.getBody());
            return map.getLineNumber(to) - map.getLineNumber(from) + 1;
        }

        private static boolean isFlatSwitch(MethodTree method) {
            if (method.getBody() == null || method.getBody().getStatements().size() != 1) {
                return false;
            }
            StatementTree only = method.getBody().getStatements().getFirst();
            return only instanceof SwitchTree
                    || (only instanceof ReturnTree back
                            && back.getExpression() instanceof SwitchExpressionTree);
        }

        private static boolean annotated(ModifiersTree modifiers, Set<String> names) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(annotation -> names.contains(annotation.getAnnotationType().toString()));
        }
    }
}
