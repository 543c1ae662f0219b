// Pygments over HTTP.  Node's fetch keeps connections, and follows the 303.

class HighlightError extends Error {
  name = "HighlightError";

  constructor({ type, status, detail, near = [] }, options) { // RFC 9457
    super(detail, options);
    Object.assign(this, { kind: type.split(":").at(-1), status, detail, near });
  }

  static from(cause) {
    const type = cause.name === "TimeoutError" ? "no-answer" : "unreachable";
    return new HighlightError({ type, detail: `${cause.cause ?? cause}` }, { cause });
  }
}

// region highlight
async function highlight(base, code, options = {}, tries = 2) {
  try {
    const answer = await post(base, code, options);
    if (answer.ok) return await answer.text();
    if (answer.status === 404) throw new Error("the HTML went");
    throw new HighlightError(await answer.json());
  } catch (error) {
    if (error instanceof HighlightError) throw error;
    if (tries > 1 && error.name !== "TimeoutError")
      return highlight(base, code, options, tries - 1);
    throw HighlightError.from(error);
  }
}
// endregion

function post(base, code, { id = crypto.randomUUID(), seconds = 5, ...query }) {
  const headers = { "X-Request-Id": id, "Content-Type": "text/plain" };
  const signal = AbortSignal.timeout(1000 * seconds);
  const url = `${base}/h?${new URLSearchParams(query)}`;
  return fetch(url, { method: "POST", body: code, headers, signal });
}

export { highlight, HighlightError };
