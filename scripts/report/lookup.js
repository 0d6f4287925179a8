// the search box above a table: the rows in which every word begins a word, those called so first, whatever their accents
for (const box of document.querySelectorAll("input[data-table]")) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const body = document.getElementById(box.dataset.table).tBodies[0], found = document.getElementById(box.dataset.found);
  const rows = [...body.rows].map((row) => ({ row, name: plain(row.cells[0].textContent), also: (row.dataset.words || "").split("|").map(plain) }));
  const rank = ({ name, also }, text, words) => {
    const all = [name, ...also].join(" "), starts = all.split(/[^\p{L}\p{N}]+/u);
    const tests = [name === text, also.includes(text), name.startsWith(text), also.some((one) => one.startsWith(text)),
      words.every((word) => starts.some((one) => one.startsWith(word))), words.every((word) => all.includes(word))];
    return tests.indexOf(true);
  };
  const search = () => {
    const text = plain(box.value), words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const ranked = rows.map((one) => [words.length ? rank(one, text, words) : 0, one.row]);
    // inside a word only where no word begins so
    const last = ranked.some(([place]) => place >= 0 && place < 5) ? 4 : 5;
    let left = 0;
    for (const [place, row] of ranked) left += !(row.hidden = place < 0 || place > last);
    for (const [, row] of ranked.sort((one, other) => one[0] - other[0])) body.append(row);
    found.textContent = !words.length ? "" : left ? `${left} of ${rows.length}`
      : "Nothing found. Try a part of the name, its English name, or its code: names stand here as the documents print them.";
  };
  box.addEventListener("input", search);
  box.closest("[hidden]").hidden = false;
  if (box.value) search();
}
