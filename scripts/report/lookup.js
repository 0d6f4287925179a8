// the search box above a table: hides the rows in which not every word occurs, whatever their accents
for (const box of document.querySelectorAll("input[data-table]")) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const table = document.getElementById(box.dataset.table), found = document.getElementById(box.dataset.found);
  const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent + " " + (row.dataset.words || ""))]);
  const search = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const [row, text] of rows) left += !(row.hidden = !words.every((word) => text.includes(word)));
    found.textContent = words.length ? `${left} of ${rows.length}` : "";
  };
  box.addEventListener("input", search);
  box.closest("[hidden]").hidden = false;
  search();
}
