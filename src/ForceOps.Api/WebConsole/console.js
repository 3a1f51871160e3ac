// What a page cannot do by itself: the viewer's own zone on hover, and a key for the search.
'use strict';
document.addEventListener('mouseover', event => {
    const time = event.target.closest?.('time[datetime]');
    if (time && !time.title) {
        time.title = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
    }
});
document.addEventListener('keydown', event => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        document.getElementById('search')?.focus();
    }
});
