### What an app shows beside the commands of staff and admins, in Russian. What is typed stays as it is.

## Commands of staff
cmd_take = Взять вопрос себе
cmd_join = Войти в разговор по вопросу
cmd_leave = Выйти из разговора по вопросу
cmd_note = Заметка, которую видит только команда
cmd_say = Слова клиенту — то же, что написать их в теме
cmd_promise = Обещать что-то к сроку: /promise 15:00 новая карта готова
cmd_kept = Обещание выполнено: скажите, что сделано
cmd_move = Перенести обещание до срока: /move 16:30
cmd_progress = Сказать, как идут дела и когда будет следующая новость
cmd_offer = Предложить что-то взамен: /offer dessert, /offer 12.50 бесплатная доставка
cmd_delivered = Принятое передано
cmd_resolve = Исправлено: напишите, что сделано, и мы спросим клиента, всё ли хорошо
cmd_close = Закрыть вопрос, указав причину (руководство)
cmd_reopen = Снова открыть закрытый вопрос
cmd_escalate = Позвать руководство
cmd_cases = Все открытые вопросы
cmd_merge = Две записи — один человек: /merge R-1042 with R-1050, /merge undo R-1042 (руководство)
cmd_duty = Начать смену, закончить, узнать, кто на смене: /duty on, off, who
cmd_why = О чём спросили клиента или почему нет: /why R-1042, /why @dana (руководство, админ)
cmd_done = Спросить клиента, как всё прошло

## Commands of admins
cmd_setup = Настроить рабочее место команды, шаг за шагом (админ)
cmd_health = Всё ли работает (админ)
cmd_test = Пробный опрос, каким его видят клиенты: придёт вам и нигде не учитывается (админ)
cmd_zone = Часовой пояс компании (админ)
cmd_hours = Объявленные часы работы: mon-fri 09:00-21:00, always, closed 25.12. (админ)
cmd_scale = Шкала новых опросов (админ)
cmd_languages = Языки клиентов: какой по умолчанию и какие можно выбрать (админ)
cmd_ask = Кого и когда спрашивать: delay, gap, sample, quiet, off topic:billing, dry-run (админ)
cmd_reply = Как скоро клиентам отвечает человек (админ)
cmd_wording = Все тексты, которые читают клиенты
cmd_role = Кому что можно: /role list, add, remove (админ)
cmd_signals = Откуда известно, что обращение завершено: /signals, /signals topic_closed on (админ)
cmd_audit = История изменений: кто и что (админ)
cmd_retention = Как долго хранится то, что говорят клиенты
cmd_export = Ответы в виде файла
cmd_authority = Сколько на каждом уровне можно дать, не спрашивая (админ)
cmd_makegood = Чем можно загладить вину (админ)
cmd_cause = Что идёт не так, кто этим занимается и как исправлено (админ)
cmd_value = Во сколько обходится один потерянный клиент (админ)
cmd_webhook = Системы, которым можно к нам обращаться, и их секреты (админ)
cmd_qr = Ссылка и QR-код места, для печати (админ)

## What staff fill in
opt_case = Номер вопроса; в его теме не нужен
opt_customer = Чьё обращение завершено
opt_topic = О чём была речь
opt_note = Что стоит знать коллегам
opt_words = Что прочитает клиент
opt_what = Что сделано — словами, которые прочитает клиент
opt_reason = Почему
opt_when = К какому сроку: 15:00, tomorrow 9:00, +30m, 17.11. 09:00
opt_deed = Что вы обещаете, словами, которые прочтёт клиент
opt_deed_number = Какое обещание, если их несколько
opt_kept_how = Что сделано
opt_standing = Как идут дела, словами, которые прочтёт клиент
opt_next_word = Когда они снова услышат о нас: 15:00, tomorrow 9:00
opt_offer_item = Что-то из каталога
opt_offer_amount = Сколько это нам стоит: 12.50
opt_offer_text = Что это, словами, которые прочтёт клиент
opt_offer_value = Чем это ценно для клиента, если ценнее, чем стоит
opt_delivered_how = Как это было передано
opt_until = До какого времени: 18:00, +30m
opt_duty_on = Начать смену
opt_duty_off = Закончить смену
opt_duty_who = Узнать, кто на смене
opt_merge_with = Две записи — один человек
opt_merge_other = Другой вопрос того же человека или номер клиента в вашей системе
opt_merge_undo = Это всё-таки два человека
opt_why_customer = Клиент, если есть на этом сервере
opt_why_number = Вопрос (R-1042) или номер клиента в вашей системе

## What admins fill in
opt_setting = Какая настройка; пусто — показать все
opt_asking = Начать опросы или приостановить; пусто — пройти настройку
opt_value = Новое значение; пусто — показать нынешнее
opt_count = Сколько строк
opt_language_default = Язык клиентов, чей язык неизвестен
opt_language_offer = Языки, которые могут выбрать клиенты
opt_offered_langs = ro,ru,en — или all
opt_source = Какой источник; пусто — показать все
opt_channel = Голосовой канал, для voice
opt_care = Канал, под которым открываются личные разговоры
opt_path = Какой ответ
opt_lang = На каком языке
opt_role_list = Узнать, кому что можно
opt_role_add = Назначить: agent, senior, director или admin
opt_role_remove = Снять с кого-то роль
opt_role_map = Включить всех с этой ролью в команду
opt_member = Кто
opt_rank = Какой уровень; пусто — все
opt_mapped_role = Какая роль на сервере

## Parts of /wording
opt_wording_list = Какие тексты есть
opt_wording_show = Текст, его варианты и как на них отвечали
opt_wording_set = Изменить текст
opt_wording_variant = Добавить вариант текста
opt_wording_reset = Отменить изменения текста
opt_wording_history = Версии текста
opt_wording_rollback = Вернуться к версии текста
opt_wording_export = Все тексты в файле
opt_wording_import = Загрузить тексты из файла
opt_wording_file = Файл в том виде, как его даёт /wording export
opt_wording_group = Какие тексты; пусто — показать группы
opt_wording_key = Какой текст
opt_wording_lang = На каком языке
opt_wording_text = Новый текст; без него откроется форма, куда помещается больше
opt_wording_number = Номер версии

## Parts of the commands about the catalogue
part_level = Какой уровень; пусто — показать все
part_amount = Сколько, например 30.00, или none — без ограничения
part_currency = Валюта, например EUR
part_makegood_add = Добавить или изменить
part_makegood_list = Всё, что можно дать
part_makegood_remove = Удалить
part_makegood_template = Начать с того, что подходит для отрасли
part_makegood_how = Как это передать
part_item = Название, одно слово
part_cost = Во что обходится вам
part_worth = Ценность для клиента, в деньгах
part_kind = Чем это превосходит ожидания
part_text = Словами, которые прочитает клиент
part_trade = Какая отрасль
part_hand = Как это передать; { "{" }case{ "}" } — номер вопроса; или off
part_cause_list = Все причины и как с ними идут дела
part_cause_new = Записать что-то новое, что идёт не так
part_cause_own = Указать, кто этим занимается
part_cause_fixing = Это исправляют
part_cause_fixed = Это исправлено
part_cause_public = Как это сформулировано для клиентов
part_cause = Название причины
part_owner = Кто этим занимается
part_due = До какого дня, например 30.11.
part_fix = Как это исправлено
part_public = Словами, которые прочитают клиенты, или off
part_trouble = Что идёт не так, в нескольких словах
part_value_part = Сумма
part_tellers = Скольким людям об этом расскажут
part_webhook_list = Кому можно к нам обращаться
part_webhook_new = Добавить, вместе с секретом
part_webhook_rotate = Новый секрет; старый ещё немного действует
part_webhook_off = Секреты с этой минуты не действуют
part_webhook = Название системы
part_place = Место, например till2
part_lang = Язык печатных слов

## Entries in the menus of a person and of a message
menu_ask = Спросить, как всё прошло
menu_tell = Рассказать команде
