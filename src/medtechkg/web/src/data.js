// What the page is about, out of the JSON in it: rows of numbers become things, facts and links.

/** Read the network that medtechkg/export/pages.py has written. */
export function read(text) {
  const told = JSON.parse(text);
  const things = told.things.map(([label, cls, facts, size, x, y, iri], index) => ({
    index, label, cls: told.classes[cls].name, family: told.classes[cls].family,
    facts: [], total: facts, size, x, y, iri: told.base + iri, links: new Set(),
  }));
  const facts = told.facts.map((row, index) => {
    const [source, target, predicate, modality, quotes, documents, start, end, stated, speaker] = row;
    return {
      index, source: things[source], target: things[target], predicate,
      verb: told.predicates[predicate], modality: told.modalities[modality],
      quotes: quotes.map((each) => ({
        text: told.quotes[each][0], document: told.documents[told.quotes[each][1]],
      })),
      documents: documents.map((each) => told.documents[each]),
      start, end, stated, speaker: speaker < 0 ? "" : told.speakers[speaker],
    };
  });
  for (const fact of facts) {
    fact.source.facts.push(fact);
    if (fact.target !== fact.source) fact.target.facts.push(fact);
  }
  return { ...told, things, facts, links: links(facts) };
}

/** All facts between two things are drawn as one line. */
function links(facts) {
  const found = new Map();
  for (const fact of facts) {
    const ends = [fact.source, fact.target].sort((one, other) => one.index - other.index);
    if (ends[0] === ends[1]) continue;
    const key = `${ends[0].index}-${ends[1].index}`;
    if (!found.has(key)) found.set(key, { key, ends, facts: [] });
    found.get(key).facts.push(fact);
  }
  for (const each of found.values()) each.ends.forEach((end) => end.links.add(each.key));
  return found;
}

/** When a fact holds, in words; whether that is said of it or of the documents only. */
export function when(fact) {
  if (!fact.start && !fact.end) return "";
  const days = fact.start && fact.end && fact.start !== fact.end
    ? span(fact.start, fact.end)
    : fact.start && fact.end ? fact.start : fact.start ? `since ${fact.start}` : `until ${fact.end}`;
  return fact.stated ? days : `said ${days}`;
}

function span(start, end) {
  const year = start.slice(0, 4);
  if (start === `${year}-01-01` && end === `${year}-12-31`) return year;
  if (start.endsWith("-01") && start.slice(0, 7) === end.slice(0, 7)) return start.slice(0, 7);
  return `${start} to ${end}`;
}
