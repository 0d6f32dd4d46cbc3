/* What an H5 page does beyond scrolling: dots, keys, sharing. Without it the page reads the same. */
(() => {
  'use strict';

  const screens = Array.from(document.querySelectorAll('.screen'));
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  let current = 0;

  const go = (index) => {
    const screen = screens[Math.max(0, Math.min(screens.length - 1, index))];
    screen.scrollIntoView({ behavior: calm.matches ? 'auto' : 'smooth', block: 'start' });
  };

  const dots = document.createElement('ol');
  dots.className = 'dots';
  screens.forEach((screen, index) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = `#${screen.id}`;
    const label = document.body.dataset.screen.replace('{number}', index + 1).replace('{total}', screens.length);
    link.setAttribute('aria-label', label);
    item.append(link);
    dots.append(item);
  });
  if (screens.length > 1) {
    document.body.append(dots);
  }

  const mark = (index) => {
    current = index;
    dots.querySelectorAll('a').forEach((link, number) => link.toggleAttribute('aria-current', number === current));
  };
  mark(0);

  const watch = new IntersectionObserver(
    (entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(screens.indexOf(entry.target)));
    },
    { rootMargin: '-50% 0px' },
  );
  screens.forEach((screen) => watch.observe(screen));

  const steps = { ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1 };
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      go(event.key === 'Home' ? 0 : screens.length - 1);
      return;
    }
    const space = event.key === ' ' && !event.target.closest('a, button');
    const step = space ? (event.shiftKey ? -1 : 1) : steps[event.key];
    /* A screen taller than the window is scrolled through first, as any page is. */
    const { top, bottom } = screens[current].getBoundingClientRect();
    const rest = step > 0 ? bottom - window.innerHeight : -top;
    if (step && rest < 8) {
      event.preventDefault();
      go(current + step);
    }
  });

  /* Inside WeChat only its own menu shares. */
  const inWeChat = /MicroMessenger/i.test(navigator.userAgent);

  const share = async (button) => {
    const canonical = document.querySelector('link[rel="canonical"]');
    const url = canonical && canonical.href ? canonical.href : window.location.href;
    if (inWeChat) {
      button.textContent = document.body.dataset.wechat;
      return;
    }
    if (navigator.share) {
      await navigator.share({ title: document.title, url });
      return;
    }
    await navigator.clipboard.writeText(url);
    button.textContent = document.body.dataset.copied;
  };

  document.querySelectorAll('[data-share-button]').forEach((button) => {
    if (inWeChat || navigator.share || navigator.clipboard) {
      button.hidden = false;
      /* Closing the share sheet rejects; nothing is to be done about it. */
      button.addEventListener('click', () => share(button).catch(() => {}));
    }
  });
})();
