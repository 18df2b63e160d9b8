// Tells whoever is judging that somebody else has decided, or that the study was read anew, since the page was made.
"use strict";
(() => {
  const news = document.getElementById("news");
  let first = null;
  const look = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch("api/pulse", { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      first = first || now;
      const decided = now.decisions - first.decisions;
      const words = [];
      if (decided > 0) words.push(decided === 1 ? "One more decision was taken" : `${decided} more decisions were taken`);
      if (now.revision !== first.revision) words.push("the study has a newer revision");
      if (words.length) {
        news.textContent = `Since you opened this page: ${words.join("; ")}. Load it again to see.`;
        news.hidden = false;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the server is away: look again later
    }
  };
  look();
  setInterval(look, 15000);
  document.addEventListener("visibilitychange", look);
})();
