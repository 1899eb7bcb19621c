package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 4566), as much of it as call control between two others needs: who describes
 * which version, which streams go where and which way. All other lines are handed on as they are. Never
 * changed.
 */
public final class Sdp {

    public static final String TYPE = "application/sdp";

    private static final int MOST_STREAMS = 32;

    private final List<String> session;
    private final List<Media> media;
    /** Made when it is asked for first; of two threads both may. */
    private @Nullable String text;

    private Sdp(List<String> session, List<Media> media) {
        this.session = session;
        this.media = media;
    }

    /** The description that this text is: a character an octet, as {@link Body#text} has it. */
    public static Sdp parse(String text) {
        return of(SdpLines.of(text));
    }

    /** The description in a message, if it has one and nothing else; one that is wrong is refused. */
    public static Optional<Sdp> in(SipMessage message) {
        return message.contentType().equals(TYPE) && message.body().length() > 0
                ? Optional.of(parse(message.body().text()))
                : Optional.empty();
    }

    static Sdp of(List<String> lines) {
        SdpLines.check(lines);
        List<List<String>> parts = parts(lines);
        List<String> session = parts.getFirst();
        Limits.check(parts.size() <= 1 + MOST_STREAMS, "a session description has too many streams");
        Limits.check(lines.stream().filter(line -> line.startsWith("o=")).count() == 1,
                "a session description has not one o=");
        Origin.parse(SdpLines.first(session, "o=").orElseThrow(() -> new SipSyntax("o= is out of place")));
        String address = SdpLines.address(session).orElse("");
        Direction direction = SdpLines.direction(session).orElse(Direction.SENDRECV);
        List<Media> media = parts.stream().skip(1).map(part -> Media.read(part, address, direction)).toList();
        return new Sdp(List.copyOf(session), media);
    }

    public Origin origin() {
        return Origin.parse(SdpLines.first(session, "o=").orElseThrow());
    }

    /** The streams, in the order that offer and answer share. */
    public List<Media> media() {
        return media;
    }

    /** The lines before the first stream. */
    List<String> session() {
        return session;
    }

    /** With another {@code o=} line. */
    public Sdp with(Origin origin) {
        var lines = new ArrayList<>(session);
        lines.replaceAll(line -> line.startsWith("o=") ? origin.text() : line);
        SdpLines.check(lines);
        return new Sdp(List.copyOf(lines), media);
    }

    /** With every stream that is not refused going this way. */
    public Sdp with(Direction direction) {
        var lines = new ArrayList<>(SdpLines.withoutDirection(session));
        for (Media stream : media) {
            lines.addAll(stream.port() == 0
                    ? stream.lines()
                    : SdpLines.withDirection(stream.lines(), direction));
        }
        return of(lines);
    }

    /**
     * Whether every stream has the port, the address, the codecs and all else that it had, but for the
     * direction: if not, who sends to the other description must hear of this one.
     */
    public boolean hasSameStreams(Sdp other) {
        boolean same = media.size() == other.media.size() && attributes().equals(other.attributes());
        for (int i = 0; same && i < media.size(); i++) {
            same = media.get(i).isSameStream(other.media.get(i));
        }
        return same;
    }

    public String text() {
        String made = text;
        if (made == null) {
            made = String.join("\r\n", lines()) + "\r\n";
            text = made;
        }
        return made;
    }

    public Body body() {
        return Body.of(text());
    }

    /** How many streams, and no more: addresses and keys are nobody's business. */
    @Override
    public String toString() {
        return "a session of " + media.size() + " streams";
    }

    /** What the head says for every stream: keys, for one. */
    private List<String> attributes() {
        return SdpLines.withoutDirection(session).stream().filter(line -> line.startsWith("a=")).toList();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>(session);
        media.forEach(stream -> lines.addAll(stream.lines()));
        return lines;
    }

    private static List<List<String>> parts(List<String> lines) {
        var parts = new ArrayList<List<String>>();
        parts.add(new ArrayList<>());
        for (String line : lines) {
            if (line.startsWith("m=")) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(line);
        }
        return parts;
    }
}
