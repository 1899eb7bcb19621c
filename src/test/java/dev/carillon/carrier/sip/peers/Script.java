package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What SIPp plays: a file below {@code src/test/resources/sipp}, with words of ours where it says
 * {@code @word@}.
 *
 * @param options more of SIPp's own flags
 * @param ends    whether it comes to an end, so that SIPp's verdict counts
 */
record Script(String file, Map<String, String> words, List<String> options, boolean ends) {

    private static final Pattern WORD = Pattern.compile("@([a-z]+)@");

    Script {
        words = Map.copyOf(words);
        options = List.copyOf(options);
    }

    static Script of(String file) {
        return new Script(file, Map.of(), List.of(), true);
    }

    /**
     * Either side of a call, {@code carrier} or {@code agent}: takes whatever comes, and waits for its end.
     * It says an answer again for as long as RFC 3261 has it, in which a server comes back.
     */
    static Script lives(String who) {
        boolean agent = who.equals("agent");
        return of("crash/lives-on.xml").with("who", who).with("contact", "[local_port]")
                .with("millis", agent ? "1" : "300").with("direction", agent ? "sendrecv" : "inactive")
                .with("again", "again").with("deaf", "0").with("talk", "600000").with("told", "bye")
                .with("after", "end")
                .option("-max_invite_retrans").option("11").option("-max_non_invite_retrans").option("11");
    }

    Script with(String word, String value) {
        var more = new TreeMap<>(words);
        more.put(word, value);
        return new Script(file, more, options, ends);
    }

    Script option(String option) {
        var more = new ArrayList<>(options);
        more.add(option);
        return new Script(file, words, more, ends);
    }

    /** It waits for what never comes. */
    Script endless() {
        return new Script(file, words, options, false);
    }

    /** The scenario with its words. */
    String text() {
        return WORD.matcher(raw()).replaceAll(found -> {
            String value = words.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException(file + " needs @" + found.group(1) + "@");
            }
            return value.replace("\\", "\\\\").replace("$", "\\$");
        });
    }

    /** The scenario as it is in its file. */
    String raw() {
        try (var in = Script.class.getResourceAsStream("/sipp/" + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no /sipp/" + file);
            }
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
